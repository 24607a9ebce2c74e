package io.employeecdc.consumer.decode;

import io.employeecdc.schematools.check.Reading.Extent;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.Schema;

/**
 * A schema that records name in their header, as this process judged it when it met it.
 *
 * @param id the registry's
 * @param version the number of its version; {@code unknown} for one that is none of ours
 * @param released true if it was released before this consumer was built
 * @param extent how many of its records this consumer can read
 * @param schema null where none of its records can be read
 * @param refusal what becomes of each of its records, where none can be read
 * @param counter of the records that were looked at
 */
public record WriterSchema(
    int id,
    String version,
    boolean released,
    Extent extent,
    Schema schema,
    Optional<Decoded.Bad> refusal,
    LongAdder counter) {
  /** How many records of it were looked at; one that is tried again is looked at again. */
  public long records() {
    return counter.sum();
  }

  void count() {
    counter.increment();
  }
}
