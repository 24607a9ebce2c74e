package io.employeecdc.contract.check;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/**
 * How many symbols the grammar of Avro's decoder would have, which writes a record out again at
 * every place that uses it: forty records of which each holds the one before twice make a million
 * million. The registry's check goes the same ways.
 */
final class GrammarSize {
  /** Some hundred megabytes and a second or two; no real schema comes near. */
  private static final long MOST = 2_000_000;

  private final IdentityHashMap<Schema, Long> known = new IdentityHashMap<>();

  private GrammarSize() {}

  /** False if making it would take all memory there is. */
  static boolean isFeasible(Schema schema) {
    return new GrammarSize().of(schema) <= MOST;
  }

  private long of(Schema schema) {
    return switch (schema.getType()) {
      case ARRAY -> 1 + of(schema.getElementType());
      case MAP -> 1 + of(schema.getValueType());
      case UNION -> sum(schema.getTypes().stream().mapToLong(this::of).toArray());
      case RECORD -> record(schema);
      default -> 1;
    };
  }

  private long record(Schema schema) {
    // A record within itself is only pointed to.
    Long size = known.putIfAbsent(schema, 1L);
    if (size == null) {
      size = sum(schema.getFields().stream().mapToLong(field -> of(field.schema())).toArray());
      known.put(schema, size);
    }
    return size;
  }

  private static long sum(long[] parts) {
    long sum = 1;
    for (long part : parts) {
      sum = Math.min(MOST + 1, sum + part);
    }
    return sum;
  }
}
