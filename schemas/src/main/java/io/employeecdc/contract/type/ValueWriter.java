package io.employeecdc.contract.type;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/** Writes Avro values as {@link ColumnType} has them; a symbol of an enum is its text there. */
public final class ValueWriter extends GenericDatumWriter<Object> {
  private ValueWriter(Schema schema) {
    super(schema, new GenericData());
  }

  public static ValueWriter of(Schema schema) {
    return new ValueWriter(schema);
  }

  public void write(Object value, AvroBuffer out) {
    try {
      Encoder encoder = EncoderFactory.get().directBinaryEncoder(out.asStream(), null);
      write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int resolveUnion(Schema union, Object datum) {
    Integer nulls = union.getIndexNamed("null");
    if (union.getTypes().size() != 2 || nulls == null) {
      return super.resolveUnion(union, datum);
    }
    return datum == null ? nulls : 1 - nulls;
  }

  @Override
  protected void writeEnum(Schema schema, Object datum, Encoder out) throws IOException {
    out.writeEnum(schema.getEnumOrdinal(datum.toString()));
  }
}
