package io.employeecdc.schemacheck.rule;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.apache.avro.Schema;

/** How much a schema takes, of two things on which Avro's decoder can fail. */
public final class SchemaSize {
  /** Some hundred megabytes and a second or two; no real schema comes near. */
  private static final long MOST_SYMBOLS = 2_000_000;

  private SchemaSize() {}

  /**
   * False if the grammar of Avro's decoder would take all memory there is. It writes a record out
   * again at every place that uses it: forty records of which each holds the one before twice make
   * a million million symbols. The registry's check goes the same ways.
   */
  public static boolean hasGrammar(Schema schema) {
    return symbols(schema, new IdentityHashMap<>()) <= MOST_SYMBOLS;
  }

  private static long symbols(Schema schema, Map<Schema, Long> known) {
    return switch (schema.getType()) {
      case ARRAY -> 1 + symbols(schema.getElementType(), known);
      case MAP -> 1 + symbols(schema.getValueType(), known);
      case UNION -> sum(1, schema.getTypes().stream().mapToLong(branch -> symbols(branch, known)));
      case RECORD -> fields(schema, 1, known, field -> symbols(field, known));
      default -> 1;
    };
  }

  /**
   * The fewest bytes that a value takes.
   *
   * <p>Avro 1.12.2 refuses an array or a map that claims more elements than the bytes left can
   * hold, against forged lengths. It counts with the reader's elements where it reads the writer's:
   * a writer's {@code int} of one byte that is read as {@code double} of eight, or a record that
   * has got a field with a default, is refused with an {@code EOFException} although it is whole.
   * Whether it happens depends on how many bytes follow. The resolution rules allow such a change,
   * and so do the registry and earlier versions of Avro.
   */
  static long leastBytes(Schema schema) {
    return bytes(schema, new IdentityHashMap<>());
  }

  private static long bytes(Schema schema, Map<Schema, Long> known) {
    return switch (schema.getType()) {
      case NULL -> 0;
      case FIXED -> schema.getFixedSize();
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case RECORD -> fields(schema, 0, known, field -> bytes(field, known));
      default -> 1;
    };
  }

  /** All fields of a record; one within itself is only pointed to and takes what none takes. */
  private static long fields(
      Schema record, long none, Map<Schema, Long> known, ToLongFunction<Schema> size) {
    Long all = known.putIfAbsent(record, none);
    if (all == null) {
      all = sum(none, record.getFields().stream().map(Schema.Field::schema).mapToLong(size));
      known.put(record, all);
    }
    return all;
  }

  /** Ends where it is more than any limit, so that it cannot overflow. */
  private static long sum(long start, LongStream parts) {
    return parts.reduce(start, (sum, part) -> Math.min(Integer.MAX_VALUE, sum + part));
  }
}
