package io.employeecdc.consumer.testing;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.schema.EmployeeCDC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * A schema that this build does not have, and records of it.
 *
 * @param id the registry's
 */
public record OtherSchema(Schema schema, int id) {
  private static final String LAST_FIELD = "\"name\":\"captured_at\"";

  /** The next version: one more field, which is null by default, in a topic's own subject. */
  public static OtherSchema newer(TestTopics topics) {
    String text = EmployeeCDC.getClassSchema().toString();
    String field = "{\"name\":\"cost_centre\",\"type\":[\"null\",\"long\"],\"default\":null},{";
    return register(
        Names.valueSubject(topics.topic()), text.replace("{" + LAST_FIELD, field + LAST_FIELD));
  }

  /** This build's schema with a part of its text replaced, in a subject of its own. */
  public static OtherSchema with(String part, String replacement, TestTopics topics) {
    String text = EmployeeCDC.getClassSchema().toString();
    return register(topics.topic() + "-other-value", text.replace(part, replacement));
  }

  private static OtherSchema register(String subject, String text) {
    if (text.equals(EmployeeCDC.getClassSchema().toString())) {
      throw new IllegalStateException("nothing replaced in " + text);
    }
    Schema schema = new Schema.Parser().parse(text);
    try (Registry registry = Registry.at(TestTopics.registryUrl())) {
      return new OtherSchema(schema, registry.register(subject, schema));
    } catch (RegistryException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An INSERT of an employee of whom nothing but one field is known. */
  public byte[] insert(Object employeeId, long actionId, String field, Object value) {
    GenericRecord row =
        new GenericData.Record(schema.getField("employee").schema().getTypes().get(1));
    row.put(field, value);
    GenericRecord record = new GenericData.Record(schema);
    record.put("action_id", actionId);
    record.put("emp_id", employeeId);
    record.put("action", new GenericData.EnumSymbol(schema.getField("action").schema(), "INSERT"));
    record.put("employee", row);
    record.put("captured_at", 0L);
    return bytes(record);
  }

  private byte[] bytes(GenericRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bytes.write(WireFormat.header(id));
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
