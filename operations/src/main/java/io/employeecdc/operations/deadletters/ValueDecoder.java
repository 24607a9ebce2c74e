package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
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

/**
 * A value as JSON, decoded with the schema it was written with, whatever record that describes; its
 * bytes, and why, where it cannot be.
 */
final class ValueDecoder {
  static {
    TrustedAvro.enforce();
  }

  private ValueDecoder() {}

  /** Fails with exit code 4 or 5 if the registry does not answer or refuses to. */
  static JsonNode decode(byte[] value, RegistrySettings settings) {
    if (value == null) {
      return NullNode.getInstance();
    }
    try (Registry registry = settings.open()) {
      return decode(value, registry.schema(WireFormat.schemaId(value)));
    } catch (MalformedRecordException e) {
      return undecodable(value, e.getMessage());
    } catch (RegistryException e) {
      return switch (e.reason()) {
        case NOT_FOUND, NOT_AVRO, REJECTED -> undecodable(value, e.getMessage());
        default -> throw RegistryAdvice.end(e, ExitCode.UNREACHABLE);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode undecodable(byte[] value, String why) {
    return JsonNodeFactory.instance.objectNode().put("undecodable", why).put("base64", value);
  }

  private static JsonNode decode(byte[] value, Schema writer) throws MalformedRecordException {
    GenericDatumReader<Object> reader = new GenericDatumReader<>(writer, writer, data());
    int length = value.length - WireFormat.HEADER_LENGTH;
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(value, WireFormat.HEADER_LENGTH, length, null);
    try {
      RecordBounds.of(writer).orElseThrow().check(value);
      Object datum = reader.read(null, decoder);
      return decoder.isEnd()
          ? JsonNodeFactory.instance.objectNode().putPOJO("record", json(datum))
          : undecodable(value, "there are bytes after the end of the record");
    } catch (MalformedRecordException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return undecodable(
          value,
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
