package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** A decoded record as JSON for people: unions without their type, bytes as hex. */
final class AvroJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AvroJson() {}

  static JsonNode of(Object datum) {
    if (datum instanceof IndexedRecord fields) {
      return object(fields);
    }
    if (datum instanceof Map<?, ?> entries) {
      ObjectNode object = JSON.objectNode();
      entries.forEach((key, value) -> object.set(key.toString(), of(value)));
      return object;
    }
    if (datum instanceof Collection<?> items) {
      ArrayNode array = JSON.arrayNode();
      items.forEach(item -> array.add(of(item)));
      return array;
    }
    return scalar(datum);
  }

  /** As psql prints a date: the extremes of an int are PostgreSQL's infinities. */
  private static String asPsql(LocalDate day) {
    if (day.toEpochDay() == Integer.MAX_VALUE) {
      return "infinity";
    } else if (day.toEpochDay() == Integer.MIN_VALUE) {
      return "-infinity";
    }
    // Before year 1 comes 1 BC, which ISO calls 0.
    boolean common = day.getYear() > 0;
    return "%04d-%02d-%02d%s"
        .formatted(
            common ? day.getYear() : 1 - day.getYear(),
            day.getMonthValue(),
            day.getDayOfMonth(),
            common ? "" : " BC");
  }

  private static JsonNode object(IndexedRecord fields) {
    ObjectNode object = JSON.objectNode();
    fields
        .getSchema()
        .getFields()
        .forEach(field -> object.set(field.name(), of(fields.get(field.pos()))));
    return object;
  }

  private static JsonNode scalar(Object datum) {
    if (datum == null) {
      return JSON.nullNode();
    } else if (datum instanceof Integer number) {
      return JSON.numberNode(number);
    } else if (datum instanceof Long number) {
      return JSON.numberNode(number);
    } else if (datum instanceof Float number) {
      return JSON.numberNode(number);
    } else if (datum instanceof Double number) {
      return JSON.numberNode(number);
    } else if (datum instanceof BigDecimal number) {
      return JSON.numberNode(number);
    } else if (datum instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    } else if (datum instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return JSON.textNode(HexFormat.of().formatHex(copy));
    } else if (datum instanceof GenericFixed bytes) {
      return JSON.textNode(HexFormat.of().formatHex(bytes.bytes()));
    } else if (datum instanceof LocalDate day) {
      return JSON.textNode(asPsql(day));
    }
    return JSON.textNode(datum.toString());
  }
}
