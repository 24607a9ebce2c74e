package io.employeecdc.operations.deadletters;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.RecordBounds;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.type.Calendar;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Decodes a value with the schema it was written with, whatever record that describes. */
final class ValueDecoder {
  static {
    TrustedAvro.enforce();
  }

  private ValueDecoder() {}

  sealed interface DecodedValue {
    record Decoded(Object json) implements DecodedValue {}

    record Undecodable(String why) implements DecodedValue {}

    record Absent() implements DecodedValue {}
  }

  /** Fails with exit code 4 or 5 if the registry does not answer or refuses to. */
  static DecodedValue decode(byte[] value, RegistrySettings registry) {
    if (value == null) {
      return new DecodedValue.Absent();
    }
    try (Registry schemas = registry.open()) {
      return decode(value, schemas);
    } catch (RegistryException e) {
      throw RegistryAdvice.end(e, ExitCode.UNREACHABLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DecodedValue decode(byte[] value, Registry registry) throws RegistryException {
    try {
      return decode(value, registry.schema(WireFormat.schemaId(value)));
    } catch (MalformedRecordException e) {
      return new DecodedValue.Undecodable(e.getMessage());
    } catch (RegistryException e) {
      return switch (e.reason()) {
        case NOT_FOUND, NOT_AVRO, REJECTED -> new DecodedValue.Undecodable(e.getMessage());
        default -> throw e;
      };
    }
  }

  private static DecodedValue decode(byte[] value, Schema writer) {
    GenericDatumReader<Object> reader = new GenericDatumReader<>(writer, writer, data());
    int length = value.length - WireFormat.HEADER_LENGTH;
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(value, WireFormat.HEADER_LENGTH, length, null);
    try {
      RecordBounds.of(writer).orElseThrow().check(value);
      Object datum = reader.read(null, decoder);
      return decoder.isEnd()
          ? new DecodedValue.Decoded(json(datum))
          : new DecodedValue.Undecodable("there are bytes after the end of the record");
    } catch (MalformedRecordException e) {
      return new DecodedValue.Undecodable(e.getMessage());
    } catch (IOException | RuntimeException e) {
      return new DecodedValue.Undecodable(
          "the bytes are not a record of the schema they name (%s: %s)"
              .formatted(
                  e.getClass().getSimpleName(),
                  Visible.beginningOf(String.valueOf(e.getMessage()))));
    }
  }

  /** Dates and times as such, not as the numbers that stand for them. */
  private static GenericData data() {
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    return data;
  }

  /** As Jackson writes it for people: unions without their type, bytes as hex. */
  private static Object json(Object datum) {
    if (datum instanceof IndexedRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      record
          .getSchema()
          .getFields()
          .forEach(field -> fields.put(field.name(), json(record.get(field.pos()))));
      return fields;
    } else if (datum instanceof Map<?, ?> entries) {
      Map<String, Object> texts = new LinkedHashMap<>();
      entries.forEach((key, value) -> texts.put(key.toString(), json(value)));
      return texts;
    } else if (datum instanceof Collection<?> items) {
      return items.stream().map(ValueDecoder::json).toList();
    } else if (datum instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    } else if (datum instanceof GenericFixed bytes) {
      return HexFormat.of().formatHex(bytes.bytes());
    } else if (datum instanceof LocalDate day) {
      return Calendar.date((int) day.toEpochDay());
    }
    return datum == null || datum instanceof Number || datum instanceof Boolean
        ? datum
        : datum.toString();
  }
}
