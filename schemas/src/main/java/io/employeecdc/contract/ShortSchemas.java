package io.employeecdc.contract;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;

/**
 * Parses no schema that is much longer than any of ours: Avro looks for each name in all types that
 * came before it, so that some thousands in one another take minutes. And none with references,
 * which ours have not: each would be fetched and parsed, whatever its length.
 */
final class ShortSchemas extends AvroSchemaProvider {
  private static final int LONGEST = 100_000;

  @Override
  public ParsedSchema parseSchemaOrElseThrow(Schema schema, boolean isNew, boolean normalize) {
    if (schema.getSchema() != null && schema.getSchema().length() > LONGEST) {
      throw new IllegalArgumentException("longer than " + LONGEST + " characters");
    }
    if (schema.getReferences() != null && !schema.getReferences().isEmpty()) {
      throw new IllegalArgumentException("with references");
    }
    return super.parseSchemaOrElseThrow(schema, isNew, normalize);
  }
}
