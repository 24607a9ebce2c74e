package io.employeecdc.contract;

import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads all that the registry holds under a subject. */
final class SubjectReader {
  /** How Confluent's client names the registry as a whole where a subject is asked for. */
  private static final String WHOLE_REGISTRY = null;

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final RegistryCall call;
  private final SchemaRegistryClient client;

  SubjectReader(RegistryCall call, SchemaRegistryClient client) {
    this.call = call;
    this.client = client;
  }

  RegistrySubject read(String subject) throws RegistryException {
    // The client remembers what it was once told, and others may have changed it since.
    client.reset();
    List<Integer> versions = versions(subject, false);
    List<Integer> deleted = new ArrayList<>(versions(subject, true));
    deleted.removeAll(versions);
    List<HeldVersion> held = new ArrayList<>();
    for (int version : versions) {
      held.add(held(subject, version));
    }
    Optional<String> own =
        found("compatibility of subject " + subject, () -> client.getCompatibility(subject));
    String level =
        own.isPresent()
            ? own.get()
            : call.ask("compatibility level", () -> client.getCompatibility(WHOLE_REGISTRY));
    return new RegistrySubject(
        subject, level, own.isEmpty(), mode(subject), List.copyOf(held), List.copyOf(deleted));
  }

  private List<Integer> versions(String subject, boolean withDeleted) throws RegistryException {
    return found(
            "subject " + subject, () -> List.copyOf(client.getAllVersions(subject, withDeleted)))
        .orElse(List.of());
  }

  private HeldVersion held(String subject, int version) throws RegistryException {
    return call.ask(
        "version %d of subject %s".formatted(version, subject),
        () -> {
          SchemaMetadata schema = client.getSchemaMetadata(subject, version);
          return new HeldVersion(
              schema.getVersion(),
              schema.getId(),
              schema.getSchemaType(),
              Objects.requireNonNull(schema.getSchema()));
        });
  }

  /** Not every registry knows modes; one that does not is never read-only by its mode. */
  private String mode(String subject) throws RegistryException {
    Optional<String> own = found("mode of subject " + subject, () -> client.getMode(subject));
    return own.isPresent() ? own.get() : found("mode", client::getMode).orElse("READWRITE");
  }

  /** The answer, or nothing where the registry has nothing to answer with. */
  private <T> Optional<T> found(String what, RegistryCall.Question<T> question)
      throws RegistryException {
    return call.ask(what, () -> answerOrNothing(question));
  }

  private static <T> Optional<T> answerOrNothing(RegistryCall.Question<T> question)
      throws IOException, RestClientException {
    try {
      return Optional.of(question.ask());
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND || e.getStatus() == NOT_ALLOWED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
