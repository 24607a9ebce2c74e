package io.employeecdc.schemacheck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Writes generated records with one schema and reads them with another, as services do. */
public final class RealDecode {
  private final Schema writer;
  private final Schema reader;

  public RealDecode(Schema writer, Schema reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** How many of the records can be read. */
  public int readable(int records, Random random) {
    RandomData data = new RandomData(random);
    int readable = 0;
    for (int i = 0; i < records; i++) {
      readable += reads(bytes(data.value(writer, 0))) ? 1 : 0;
    }
    return readable;
  }

  private byte[] bytes(Object value) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<>(writer).write(value, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean reads(byte[] bytes) {
    try {
      BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
      new GenericDatumReader<>(writer, reader).read(null, decoder);
      return decoder.isEnd();
    } catch (AvroRuntimeException | NullPointerException | ClassCastException e) {
      // Avro's decoder ends with any of these where a default is not of its type.
      return false;
    } catch (IOException e) {
      return false;
    } catch (StackOverflowError e) {
      return false;
    }
  }
}
