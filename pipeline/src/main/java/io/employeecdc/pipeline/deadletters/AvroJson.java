package io.employeecdc.pipeline.deadletters;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** A decoded record as what Jackson writes for people: unions without their type, bytes as hex. */
final class AvroJson {
  private AvroJson() {}

  static Object of(Object datum) {
    if (datum instanceof IndexedRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      record
          .getSchema()
          .getFields()
          .forEach(field -> fields.put(field.name(), of(record.get(field.pos()))));
      return fields;
    } else if (datum instanceof Map<?, ?> entries) {
      Map<String, Object> texts = new LinkedHashMap<>();
      entries.forEach((key, value) -> texts.put(key.toString(), of(value)));
      return texts;
    } else if (datum instanceof Collection<?> items) {
      return items.stream().map(AvroJson::of).toList();
    } else if (datum instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    } else if (datum instanceof GenericFixed bytes) {
      return HexFormat.of().formatHex(bytes.bytes());
    } else if (datum instanceof LocalDate day) {
      return asPsql(day);
    }
    return datum == null || datum instanceof Number || datum instanceof Boolean
        ? datum
        : datum.toString();
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
}
