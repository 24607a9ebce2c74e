package io.employeecdc.contract;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** The schema registry, asked through Confluent's client, with its failures told apart. */
public final class Registry implements AutoCloseable {
  private static final int CACHED_SCHEMAS = 50;

  /**
   * Settings of Confluent's REST client: one that does not answer must not hold a service for long.
   */
  private static final Map<String, Object> PATIENCE =
      Map.of("http.connect.timeout.ms", 3000, "http.read.timeout.ms", 5000);

  /** Where it is not set, Confluent's client takes the certificate of any host. */
  private static final String HOST_NAME_CHECK =
      "schema.registry.ssl.endpoint.identification.algorithm";

  /** How Confluent's client names the registry as a whole where a subject is asked for. */
  private static final String WHOLE_REGISTRY = null;

  private static final String READ_WRITE = "READWRITE";

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final RegistryCall call;
  private final SchemaRegistryClient client;

  private Registry(RegistryCall call, SchemaRegistryClient client) {
    this.call = call;
    this.client = client;
  }

  /** A client; asks nothing yet. Several addresses of one registry are separated by commas. */
  public static Registry at(String url) {
    return at(url, Map.of());
  }

  /**
   * A client that speaks TLS or has a password; asks nothing yet.
   *
   * @param security settings of Confluent's client, such as {@code
   *     schema.registry.ssl.truststore.location}
   */
  public static Registry at(String url, Map<String, String> security) {
    Map<String, Object> settings = new HashMap<>(PATIENCE);
    settings.put(HOST_NAME_CHECK, "https");
    settings.putAll(security);
    return new Registry(
        new RegistryCall(url),
        new CachedSchemaRegistryClient(
            List.of(url.split(",")), CACHED_SCHEMAS, List.of(new ShortSchemas()), settings));
  }

  /** The id under which a subject holds exactly this schema. */
  public int idOf(String subject, Schema schema) throws RegistryException {
    return call.ask(
        "schema of subject " + subject, () -> client.getId(subject, new AvroSchema(schema)));
  }

  /** The schema with this id. An id that is not found is asked for again the next time. */
  public Schema schema(int id) throws RegistryException {
    String what = "schema id " + id;
    Schema schema = call.ask(what, () -> (Schema) client.getSchemaById(id).rawSchema());
    if (RecordBounds.of(schema).isEmpty()) {
      throw call.unreadable(what, null);
    }
    return schema;
  }

  /** The numbers of a subject's versions, ascending; empty if the subject does not exist. */
  public List<Integer> versions(String subject) throws RegistryException {
    try {
      return call.ask("subject " + subject, () -> List.copyOf(client.getAllVersions(subject)));
    } catch (RegistryException e) {
      if (e.reason() == RegistryException.Reason.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** The number that a subject gives to the schema with this id; empty if it does not hold it. */
  public OptionalInt versionOf(String subject, int id) throws RegistryException {
    return call.ask(
        "versions of schema id " + id,
        () ->
            client.getAllVersionsById(id).stream()
                .filter(version -> version.getSubject().equals(subject))
                .mapToInt(SubjectVersion::getVersion)
                .max());
  }

  /** All that the registry holds under a subject, asked for anew. */
  public RegistrySubject subject(String subject) throws RegistryException {
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
    return own.isPresent() ? own.get() : found("mode", client::getMode).orElse(READ_WRITE);
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

  /**
   * Registers a schema; one that is there already keeps its id. Only the release step may do this.
   *
   * @return the id
   */
  public int register(String subject, Schema schema) throws RegistryException {
    return call.ask(
        "schema of subject " + subject, () -> client.register(subject, new AvroSchema(schema)));
  }

  /**
   * Registers a schema under the id that another registry gave it. One that takes no ids from
   * outside gives its own; where that is another, the version is deleted again.
   *
   * @param version the subject's number for it
   * @return the id that it was given
   */
  public int register(String subject, Schema schema, int version, int id) throws RegistryException {
    AvroSchema avro = new AvroSchema(schema);
    boolean imports =
        found("mode of subject " + subject, () -> client.setMode("IMPORT", subject, true))
            .isPresent();
    if (imports) {
      try {
        return call.ask(
            "schema of subject " + subject, () -> client.register(subject, avro, version, id));
      } finally {
        call.ask("mode of subject " + subject, () -> client.setMode(READ_WRITE, subject));
      }
    }
    int given = register(subject, schema);
    if (given != id) {
      for (boolean forGood : new boolean[] {false, true}) {
        found(
            "version %d of subject %s".formatted(version, subject),
            () -> client.deleteSchemaVersion(subject, String.valueOf(version), forGood));
      }
    }
    return given;
  }

  /** Sets what changes a subject allows, such as {@code FULL_TRANSITIVE}. */
  public void setCompatibility(String subject, String level) throws RegistryException {
    call.ask(
        "compatibility of subject " + subject, () -> client.updateCompatibility(subject, level));
  }

  /** Asks anything, to see whether it answers. */
  public void ping() throws RegistryException {
    call.ask("list of subjects", client::getAllSubjects);
  }

  @Override
  public void close() throws IOException {
    call.close();
    client.close();
  }

  @Override
  public String toString() {
    return call.url();
  }
}
