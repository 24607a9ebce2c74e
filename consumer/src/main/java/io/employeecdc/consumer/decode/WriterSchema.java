package io.employeecdc.consumer.decode;

import io.employeecdc.schemacheck.Reading.Extent;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.Schema;

/**
 * A schema that records name in their header, as this process judged it when it met it.
 *
 * @param id the registry's; 0 stands for all beyond the strange ones that are counted apart
 * @param version the number of its version; {@code unknown} for one that is none of ours
 * @param released true if it was released before this consumer was built
 * @param extent how many of its records this consumer can read
 * @param schema null where none of its records can be read
 * @param refusal what becomes of each of its records, where none can be read
 * @param counter of the records that were looked at; one that is tried again is looked at again
 */
public record WriterSchema(
    int id,
    String version,
    boolean released,
    Extent extent,
    Schema schema,
    Optional<UndecodableException> refusal,
    LongAdder counter) {
  /** Of its metrics. */
  public String label() {
    return id == 0 ? "other" : String.valueOf(id);
  }

  /** The same, of which some records can be read, or all. */
  WriterSchema read(Extent some, Schema written) {
    return new WriterSchema(id, version, released, some, written, Optional.empty(), counter);
  }

  /** The same, of which no record can be read. */
  WriterSchema refused(UndecodableException why) {
    return new WriterSchema(id, version, released, Extent.NONE, null, Optional.of(why), counter);
  }
}
