package io.employeecdc.compatibility.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.compatibility.versions.Sample;
import io.employeecdc.compatibility.versions.SeenByConsumer;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * Not part of the build, as its name tells Maven; the package's documentation says how to run it.
 */
class WriteGoldenBytes {
  @Test
  void of_a_version_that_has_none() throws IOException {
    int number = Integer.getInteger("golden.version", 0);
    Schema schema =
        Contract.standard().released().all().stream()
            .filter(version -> version.number() == number)
            .map(SchemaVersion::schema)
            .findFirst()
            .orElseThrow(() -> new AssertionError("-Dgolden.version must name a released version"));
    assertThat(GoldenFile.all(number))
        .as("version %d has golden bytes, which must never change", number)
        .isEmpty();
    for (Sample sample : Sample.all()) {
      GenericRecord record = sample.as(schema).orElse(null);
      if (record != null) {
        GoldenFile.of(number, sample.name())
            .write(bytes(record), ChangeText.of(SeenByConsumer.expected(record)));
      }
    }
  }

  private static byte[] bytes(GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
