package io.employeecdc.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** The schema registry, asked through Confluent's client, with its failures told apart. */
public final class Registry implements AutoCloseable {
  private static final int CACHED_SCHEMAS = 1000;

  /**
   * Settings of Confluent's REST client: one that does not answer must not hold a service for long.
   */
  private static final Map<String, Object> PATIENCE =
      Map.of("http.connect.timeout.ms", 3000, "http.read.timeout.ms", 5000);

  /** How Confluent's client reports a schema of another kind, or one that it cannot parse. */
  private static final String NOT_AVRO = "Invalid schema";

  private final String url;
  private final SchemaRegistryClient client;

  private Registry(String url, SchemaRegistryClient client) {
    this.url = url;
    this.client = client;
  }

  /** A client; asks nothing yet. Several addresses of one registry are separated by commas. */
  public static Registry at(String url) {
    return new Registry(
        url, new CachedSchemaRegistryClient(List.of(url.split(",")), CACHED_SCHEMAS, PATIENCE));
  }

  /** The id under which a subject holds exactly this schema. */
  public int idOf(String subject, Schema schema) throws RegistryException {
    return ask("schema of subject " + subject, () -> client.getId(subject, new AvroSchema(schema)));
  }

  /** The schema with this id. An id that is not found is asked for again the next time. */
  public Schema schema(int id) throws RegistryException {
    return ask("schema id " + id, () -> (Schema) client.getSchemaById(id).rawSchema());
  }

  /** The numbers of a subject's versions, ascending; empty if the subject does not exist. */
  public List<Integer> versions(String subject) throws RegistryException {
    try {
      return ask("subject " + subject, () -> client.getAllVersions(subject));
    } catch (RegistryException e) {
      if (e.reason() == RegistryException.Reason.NOT_FOUND) {
        return List.of();
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
    return ask(
        "schema of subject " + subject, () -> client.register(subject, new AvroSchema(schema)));
  }

  /** Sets what changes a subject allows, such as {@code FULL_TRANSITIVE}. */
  public void setCompatibility(String subject, String level) throws RegistryException {
    ask("compatibility of subject " + subject, () -> client.updateCompatibility(subject, level));
  }

  /** Asks anything, to see whether it answers. */
  public void ping() throws RegistryException {
    ask("list of subjects", client::getAllSubjects);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  @Override
  public String toString() {
    return url;
  }

  private interface Question<T> {
    T ask() throws IOException, RestClientException;
  }

  private <T> T ask(String what, Question<T> question) throws RegistryException {
    try {
      return question.ask();
    } catch (RestClientException e) {
      throw new RegistryException(
          reason(e),
          "the schema registry (%s) answered %d to the %s".formatted(url, e.getStatus(), what),
          e);
    } catch (JsonProcessingException | MalformedURLException e) {
      throw new RegistryException(
          RegistryException.Reason.REJECTED,
          "what answers at %s is not a schema registry".formatted(url),
          e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith(NOT_AVRO)) {
        throw new RegistryException(
            RegistryException.Reason.NOT_AVRO,
            "the schema registry (%s) holds something other than Avro as %s".formatted(url, what),
            e);
      }
      throw new RegistryException(
          RegistryException.Reason.UNREACHABLE,
          "the schema registry (%s) does not answer: %s"
              .formatted(url, e.getClass().getSimpleName()),
          e);
    }
  }

  /** A 404 without the registry's own code for it comes from something else, such as a proxy. */
  private static RegistryException.Reason reason(RestClientException e) {
    int status = e.getStatus();
    return switch (status) {
      case 404 ->
          e.getErrorCode() / 100 == 404
              ? RegistryException.Reason.NOT_FOUND
              : RegistryException.Reason.REJECTED;
      case 401, 403 -> RegistryException.Reason.REFUSED;
      case 408, 429 -> RegistryException.Reason.UNREACHABLE;
      default ->
          status >= 500 ? RegistryException.Reason.UNREACHABLE : RegistryException.Reason.REJECTED;
    };
  }
}
