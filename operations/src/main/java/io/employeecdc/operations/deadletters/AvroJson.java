package io.employeecdc.operations.deadletters;

import io.employeecdc.contract.type.Calendar;
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
      return Calendar.date((int) day.toEpochDay());
    }
    return datum == null || datum instanceof Number || datum instanceof Boolean
        ? datum
        : datum.toString();
  }
}
