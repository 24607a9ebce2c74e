package io.employeecdc.schemacheck.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.Schema;

public record FieldNode(SchemaNode record, Schema.Field field, LocatedJson json)
    implements SchemaPart {
  public String name() {
    return field.name();
  }

  @Override
  public String path() {
    return record.path() + "." + field.name();
  }

  /** The field's name after those of the fields that it is in, such as {@code list[].size}. */
  @Override
  public String subject() {
    return record.prefix() + field.name();
  }

  /** The default as it stands in the text; null if there is none. */
  public JsonNode defaultValue() {
    LocatedJson value = json.member("default");
    return value == null ? null : value.plain();
  }

  public SchemaNode type() {
    return SchemaNode.of(record.file(), field.schema(), json.member("type"), path(), subject());
  }
}
