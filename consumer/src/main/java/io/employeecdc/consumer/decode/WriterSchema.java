package io.employeecdc.consumer.decode;

import io.employeecdc.contract.check.Reading.Extent;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.Schema;

/** A schema that records name in their header, as this process judged it when it met it. */
public final class WriterSchema {
  private final int id;
  private final String version;
  private final boolean released;
  private final Extent extent;
  private final Schema schema;
  private final Decoded.Bad refusal;
  private final LongAdder records = new LongAdder();

  private WriterSchema(
      int id, String version, boolean released, Extent extent, Schema schema, Decoded.Bad refusal) {
    this.id = id;
    this.version = version;
    this.released = released;
    this.extent = extent;
    this.schema = schema;
    this.refusal = refusal;
  }

  /** One of which some or all records can be read. */
  static WriterSchema readable(
      int id, String version, boolean released, Extent extent, Schema schema) {
    return new WriterSchema(id, version, released, extent, schema, null);
  }

  /** One of which no record can be read, whatever its bytes. */
  static WriterSchema unreadable(int id, String version, boolean released, Decoded.Bad refusal) {
    return new WriterSchema(id, version, released, Extent.NONE, null, refusal);
  }

  /** The registry's id. */
  public int id() {
    return id;
  }

  /** The number of its version; {@code unknown} for one that is none of ours. */
  public String version() {
    return version;
  }

  /** True if it was released before this consumer was built. */
  public boolean released() {
    return released;
  }

  /** How many of its records this consumer can read. */
  public Extent extent() {
    return extent;
  }

  /** How many records of it were looked at; one that is tried again is looked at again. */
  public long records() {
    return records.sum();
  }

  void count() {
    records.increment();
  }

  /** What becomes of each of its records, where none can be read. */
  Optional<Decoded.Bad> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Null where none of its records can be read. */
  Schema schema() {
    return schema;
  }
}
