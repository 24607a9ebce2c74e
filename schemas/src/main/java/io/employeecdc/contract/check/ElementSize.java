package io.employeecdc.contract.check;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/**
 * The fewest bytes that a value takes.
 *
 * <p>Avro 1.12.2 refuses an array or a map that claims more elements than the bytes left can hold,
 * against forged lengths. It counts with the reader's elements where it reads the writer's: a
 * writer's {@code int} of one byte that is read as {@code double} of eight, or a record that has
 * got a field with a default, is refused with an {@code EOFException} although it is whole. Whether
 * it happens depends on how many bytes follow. The resolution rules allow such a change, and so do
 * the registry and earlier versions of Avro.
 */
final class ElementSize {
  private final IdentityHashMap<Schema, Long> known = new IdentityHashMap<>();

  private ElementSize() {}

  static long atLeast(Schema schema) {
    return new ElementSize().of(schema);
  }

  private long of(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> 0;
      case FIXED -> schema.getFixedSize();
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case RECORD -> record(schema);
      default -> 1;
    };
  }

  private long record(Schema schema) {
    Long size = known.putIfAbsent(schema, 0L);
    if (size == null) {
      size =
          Math.min(
              Integer.MAX_VALUE, schema.getFields().stream().mapToLong(f -> of(f.schema())).sum());
      known.put(schema, size);
    }
    return size;
  }
}
