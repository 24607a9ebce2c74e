package io.employeecdc.consumer.decode;

import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.EmployeeCDC;
import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** Reads records written with one schema as the schema that this consumer knows. */
final class SchemaReader {
  static {
    TrustedAvro.enforce();
  }

  private final SpecificDatumReader<EmployeeCDC> reader;
  private BinaryDecoder decoder;

  SchemaReader(Schema writer) throws UndecodableException {
    Schema known = EmployeeCDC.getClassSchema();
    if (!writer.getFullName().equals(known.getFullName())) {
      throw new UndecodableException(
          DecodeFault.WRONG_TYPE,
          "the record is a " + writer.getFullName() + ", not a " + known.getFullName());
    }
    this.reader = new SpecificDatumReader<>(writer, known, new EmployeeCDC().getSpecificData());
  }

  EmployeeCDC read(byte[] value) throws UndecodableException {
    int length = value.length - WireFormat.HEADER_LENGTH;
    decoder = DecoderFactory.get().binaryDecoder(value, WireFormat.HEADER_LENGTH, length, decoder);
    try {
      EmployeeCDC record = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException(
            DecodeFault.TRAILING_BYTES, "there are bytes after the end of the record");
      }
      return record;
    } catch (IOException | RuntimeException e) {
      throw new UndecodableException(
          e instanceof AvroTypeException ? DecodeFault.WRONG_TYPE : DecodeFault.MALFORMED,
          "the bytes are not a record of the schema they name",
          e);
    }
  }
}
