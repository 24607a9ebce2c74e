package io.employeecdc.compatibility.pairs;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.employeecdc.schemacheck.rule.Direction;
import java.io.IOException;
import org.apache.avro.Schema;

/** {@code POST /compatibility/subjects/SUBJECT/versions/latest} of a registry. */
final class CompatibilityEndpoint implements AutoCloseable {
  private static final int INVALID_SCHEMA = 42201;

  private final CachedSchemaRegistryClient client;

  CompatibilityEndpoint(String url) {
    this.client = new CachedSchemaRegistryClient(url, 1000);
  }

  /**
   * What the registry says of {@code now} while its subject holds {@code was}: "compatible",
   * "incompatible" or "invalid schema".
   */
  String answer(String subject, Schema was, Schema now, Direction direction)
      throws IOException, RestClientException {
    try {
      client.register(subject, new AvroSchema(was));
      client.updateCompatibility(
          subject, direction == Direction.NEW_READS_OLD ? "BACKWARD" : "FORWARD");
      return client.testCompatibility(subject, new AvroSchema(now)) ? "compatible" : "incompatible";
    } catch (RestClientException e) {
      if (e.getErrorCode() == INVALID_SCHEMA) {
        return "invalid schema";
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
