package io.employeecdc.contract.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.Schema;

/** A field of a record, and where it stands in its file. */
public final class FieldSpot {
  private final Spot record;
  private final Schema.Field field;
  private final JsonAt json;

  FieldSpot(Spot record, Schema.Field field, JsonAt json) {
    this.record = record;
    this.field = field;
    this.json = json;
  }

  public Schema.Field field() {
    return field;
  }

  public String name() {
    return field.name();
  }

  /** The record that the field is in. */
  public Spot record() {
    return record;
  }

  public String path() {
    return record.path() + "." + field.name();
  }

  /** The field's name after those of the fields that it is in, such as {@code list[].size}. */
  public String subject() {
    return record.prefix() + field.name();
  }

  public Position at() {
    return json.at();
  }

  /** Where an attribute's value stands; the field itself if it has no such attribute. */
  public Position at(String attribute) {
    return json.at(attribute);
  }

  /** The default as it stands in the text; null if there is none. */
  public JsonNode defaultValue() {
    JsonAt value = json.member("default");
    return value == null ? null : value.plain();
  }

  /** The field's type. */
  public Spot type() {
    return Spot.of(record.file(), field.schema(), json.member("type"), path(), subject());
  }
}
