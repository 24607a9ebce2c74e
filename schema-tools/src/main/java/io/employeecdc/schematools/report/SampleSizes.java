package io.employeecdc.schematools.report;

import io.employeecdc.contract.type.AvroBuffer;
import io.employeecdc.contract.type.ValueWriter;
import io.employeecdc.schematools.report.SchemaReport.ReportedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * How long a sample record is in each version, and the newest version's as JSON, if any has one.
 */
record SampleSizes(List<Size> cells, String sample) {
  /**
   * In one version.
   *
   * @param bytes as Avro writes the record, without the registry's 5 bytes before it; null where
   *     the schema has no such record
   * @param growth against the version before, with its sign; empty where there is none or nothing
   *     can be compared
   * @param percent of the longest
   */
  record Size(Integer bytes, String growth, int percent) {}

  static SampleSizes of(List<ReportedVersion> versions) {
    List<Integer> bytes = new ArrayList<>();
    String sample = "";
    for (ReportedVersion version : versions) {
      Schema schema = version.version().file().schema();
      Optional<Object> record = SampleRecord.of(schema);
      bytes.add(record.map(r -> size(schema, r)).orElse(null));
      sample = record.map(r -> GenericData.get().toString(r)).orElse(sample);
    }
    return new SampleSizes(cells(bytes), sample);
  }

  private static List<Size> cells(List<Integer> bytes) {
    int most = bytes.stream().filter(Objects::nonNull).max(Integer::compare).orElse(0);
    List<Size> cells = new ArrayList<>();
    Integer before = null;
    for (Integer now : bytes) {
      boolean grown = before != null && now != null && !before.equals(now);
      cells.add(
          new Size(
              now,
              grown ? "%+d".formatted(now - before) : "",
              now == null || most == 0 ? 0 : Math.round(100f * now / most)));
      before = now;
    }
    return List.copyOf(cells);
  }

  private static int size(Schema schema, Object value) {
    AvroBuffer bytes = new AvroBuffer();
    ValueWriter.of(schema).write(value, bytes);
    return bytes.copy().length;
  }
}
