package io.employeecdc.compatibility.versions;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** Avro's values as maps, lists, texts and numbers, whatever classes a reader makes of them. */
final class Plain {
  private Plain() {}

  /** A record becomes a map by the names of its fields; a date or time becomes a number. */
  static Object of(Object value) {
    if (value instanceof IndexedRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.put(field.name(), of(record.get(field.pos())));
      }
      return fields;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(key.toString(), of(entry)));
      return entries;
    } else if (value instanceof List<?> list) {
      return list.stream().map(Plain::of).toList();
    }
    return scalar(value);
  }

  private static Object scalar(Object value) {
    if (value instanceof CharSequence || value instanceof GenericEnumSymbol<?>) {
      return value.toString();
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    } else if (value instanceof GenericFixed fixed) {
      return HexFormat.of().formatHex(fixed.bytes());
    } else if (value instanceof LocalDate date) {
      return (int) date.toEpochDay();
    } else if (value instanceof Instant instant) {
      return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
    return value;
  }
}
