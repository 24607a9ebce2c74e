package io.employeecdc.pipeline.schema.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * How long one kind of record is in each version.
 *
 * @param bytes as Avro writes the record, without the registry's 5 bytes before it; empty where the
 *     schema has no such record
 * @param sample the newest version's record as JSON
 */
record SampleSizes(SampleKind kind, List<OptionalInt> bytes, String sample) {
  /** For each kind of record that any version has. */
  static List<SampleSizes> of(List<ReportedVersion> versions) {
    List<SampleSizes> sizes = new ArrayList<>();
    for (SampleKind kind : SampleKind.values()) {
      List<OptionalInt> bytes = new ArrayList<>();
      String sample = "";
      for (ReportedVersion version : versions) {
        Schema schema = version.version().file().schema();
        Optional<Object> record = SampleRecord.of(schema, kind);
        bytes.add(record.map(r -> OptionalInt.of(size(schema, r))).orElse(OptionalInt.empty()));
        sample = record.map(r -> GenericData.get().toString(r)).orElse(sample);
      }
      if (bytes.stream().anyMatch(OptionalInt::isPresent)) {
        sizes.add(new SampleSizes(kind, List.copyOf(bytes), sample));
      }
    }
    return List.copyOf(sizes);
  }

  /** The change against the version before; empty where nothing can be compared. */
  OptionalInt growth(int version) {
    if (version == 0 || bytes.get(version).isEmpty() || bytes.get(version - 1).isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(bytes.get(version).getAsInt() - bytes.get(version - 1).getAsInt());
  }

  private static int size(Schema schema, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
