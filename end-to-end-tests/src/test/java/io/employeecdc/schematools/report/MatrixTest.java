package io.employeecdc.schematools.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.SchemaCheck;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schematools.report.Matrix.Cell;
import io.employeecdc.schematools.report.Matrix.PairOutcome;
import io.employeecdc.schematools.report.SchemaReport.ReportedVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixTest {
  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "unchanged", "hostile"})
  void agrees_with_the_check_of_each_pair(String name) {
    List<ReportedVersion> versions = History.of(name).report().versions();
    List<Matrix.Row> rows = History.of(name).report().matrix().rows();
    for (int older = 0; older < versions.size(); older++) {
      for (int newer = older + 1; newer < versions.size(); newer++) {
        CheckResult check =
            SchemaCheck.run(
                versions.get(newer).version(),
                List.of(versions.get(older).version()),
                Mode.FULL,
                Rules.ALL);
        for (var verdict : check.verdicts()) {
          boolean newReads = verdict.direction() == Direction.NEW_READS_OLD;
          Cell cell =
              newReads ? rows.get(older).cells().get(newer) : rows.get(newer).cells().get(older);
          assertThat(cell.outcome() != PairOutcome.FAILS)
              .as(cell.sentence())
              .isEqualTo(verdict.decodes());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "unchanged"})
  void the_sample_of_a_green_pair_is_read_and_that_of_a_red_one_is_not(String name)
      throws IOException {
    for (Matrix.Row row : History.of(name).report().matrix().rows()) {
      for (Cell cell : row.cells()) {
        assertThat(sampleRead(cell)).as(cell.sentence()).isEqualTo(cell.reasons().isEmpty());
      }
    }
  }

  @Test
  void shows_what_the_bad_history_breaks() {
    assertThat(outcomes(History.of("bad")))
        .containsExactly(
            "READS READS READS READS FAILS",
            "READS READS READS READS FAILS",
            "READS READS READS READS FAILS",
            "FAILS FAILS FAILS READS FAILS",
            "FAILS FAILS FAILS FAILS READS");
    Cell cell = History.of("bad").report().matrix().rows().get(3).cells().get(0);
    assertThat(cell.sentence()).isEqualTo("v1 cannot read every record of v4");
    assertThat(cell.reasons()).singleElement().asString().contains("`emp_id` was int and is long");
  }

  @Test
  void what_decodes_and_means_something_else_is_neither_green_nor_red() {
    assertThat(outcomes(History.of("hostile"))).containsExactly("READS OBJECTED", "OBJECTED READS");
  }

  @Test
  void a_red_pair_that_the_mode_does_not_ask_for_says_so() {
    SchemaReport report = History.of("bad").report(Mode.BACKWARD);
    assertThat(report.matrix().rows().get(4).cells().get(0).asked()).isFalse();
    assertThat(report.matrix().rows().get(0).cells().get(4).asked()).isFalse();
    assertThat(report.matrix().rows().get(3).cells().get(4).asked()).isTrue();
    assertThat(ReportTemplates.html(List.of(report), History.DATE))
        .contains("v1 cannot read every record of v5 (the mode does not ask for it)");
  }

  @Test
  void an_unchanged_schema_is_no_version_of_its_own() {
    assertThat(History.of("unchanged").report().versions())
        .extracting(ReportedVersion::heading)
        .containsExactly("v1", "v2", "v3", "v4");
  }

  private static List<String> outcomes(History history) {
    return history.report().matrix().rows().stream()
        .map(
            row ->
                String.join(" ", row.cells().stream().map(cell -> cell.outcome().name()).toList()))
        .toList();
  }

  /** A logical type that changed is read without complaint, and is red all the same. */
  private static boolean sampleRead(Cell cell) throws IOException {
    Schema writer = cell.writer().version().file().schema();
    Schema reader = cell.reader().version().file().schema();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(writer).write(SampleRecord.of(writer).orElseThrow(), encoder);
    encoder.flush();
    try {
      new GenericDatumReader<>(writer, reader)
          .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
      return true;
    } catch (AvroRuntimeException e) {
      return false;
    }
  }
}
