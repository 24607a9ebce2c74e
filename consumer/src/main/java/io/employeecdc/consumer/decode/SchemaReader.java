package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.RecordBounds;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.RowVersion;
import io.employeecdc.schemacheck.Reading.Extent;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads records written with one schema as the schema that this consumer knows. */
final class SchemaReader {
  static {
    TrustedAvro.enforce();
  }

  private final WriterSchema writer;
  private final GenericDatumReader<IndexedRecord> reader;
  private final RowVersion rowVersion;
  private final Optional<RecordBounds> bounds;
  private BinaryDecoder decoder;

  SchemaReader(WriterSchema writer, Contract built) {
    this.writer = writer;
    this.bounds = Optional.ofNullable(writer.schema()).flatMap(RecordBounds::of);
    this.reader =
        new GenericDatumReader<>(writer.schema(), built.schema(), new GenericData()) {
          @Override
          protected Class<?> findStringClass(Schema schema) {
            return String.class;
          }
        };
    this.rowVersion = writer.schema() == null ? null : built.versions().of(writer.schema());
  }

  /** The columns that the writer knew; null where no record can be read. */
  RowVersion rowVersion() {
    return rowVersion;
  }

  /** Reads and counts a record. */
  IndexedRecord read(byte[] value) throws UndecodableException {
    writer.counter().increment();
    if (writer.refusal().isPresent()) {
      throw writer.refusal().get();
    }
    int length = value.length - WireFormat.HEADER_LENGTH;
    decoder = DecoderFactory.get().binaryDecoder(value, WireFormat.HEADER_LENGTH, length, decoder);
    try {
      bounds.orElseThrow().check(value);
      IndexedRecord record = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException(
            DecodeFault.TRAILING_BYTES, "there are bytes after the end of the record");
      }
      return record;
    } catch (IOException | MalformedRecordException | RuntimeException e) {
      throw undecodable(e);
    }
  }

  private UndecodableException undecodable(Exception e) {
    if (!(e instanceof AvroTypeException)) {
      return new UndecodableException(
          DecodeFault.MALFORMED, "the bytes are not a record of the schema they name", e);
    }
    // Its message may quote a symbol; so nothing of it is told.
    return writer.extent() == Extent.SOME
        ? new UndecodableException(
            DecodeFault.UNREADABLE_SCHEMA,
            "the record holds what this consumer cannot read of its schema (id "
                + writer.id()
                + ")",
            e)
        : new UndecodableException(
            DecodeFault.WRONG_TYPE, "the bytes are not a record of the schema they name", e);
  }
}
