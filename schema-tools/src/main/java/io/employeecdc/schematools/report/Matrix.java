package io.employeecdc.schematools.report;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.SchemaCheck;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schematools.report.SchemaReport.ReportedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every version as writer against every version as reader, oldest first. */
record Matrix(List<Row> rows) {
  private static final int SHOWN_AT_ONCE = 3;

  /** What becomes of one version's records in another version's reader. */
  enum PairOutcome {
    READS("✓", "✅", "reads", "%s reads every record of %s"),
    OBJECTED("!", "⚠️", "differs", "%s reads every record of %s, but not with the same meaning"),
    FAILS("✗", "❌", "fails", "%s cannot read every record of %s");

    final String sign;
    final String emoji;
    final String word;
    private final String sentence;

    PairOutcome(String sign, String emoji, String word, String sentence) {
      this.sign = sign;
      this.emoji = emoji;
      this.word = word;
      this.sentence = sentence;
    }

    String legend() {
      return sentence.formatted("the reader", "the writer");
    }

    String style() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Row(ReportedVersion writer, List<Cell> cells) {}

  /**
   * One pair.
   *
   * @param asked false if the mode allows this pair to fail
   * @param reasons plain sentences; empty if every record is read as it was meant
   */
  record Cell(
      String id,
      ReportedVersion writer,
      ReportedVersion reader,
      PairOutcome outcome,
      boolean asked,
      List<String> reasons) {
    String sentence() {
      String text = outcome.sentence.formatted(reader.heading(), writer.heading());
      return asked || green() ? text : text + " (the mode does not ask for it)";
    }

    boolean green() {
      return outcome == PairOutcome.READS;
    }

    String style() {
      return asked ? outcome.style() : outcome.style() + " unasked";
    }
  }

  static Matrix of(List<ReportedVersion> versions, Mode mode, Rules rules) {
    List<Row> rows = new ArrayList<>();
    for (int writer = 0; writer < versions.size(); writer++) {
      List<Cell> cells = new ArrayList<>();
      for (int reader = 0; reader < versions.size(); reader++) {
        cells.add(cell(versions, writer, reader, mode, rules));
      }
      rows.add(new Row(versions.get(writer), cells));
    }
    return new Matrix(rows);
  }

  List<Cell> notGreen() {
    return rows.stream()
        .flatMap(row -> row.cells().stream())
        .filter(cell -> !cell.green())
        .toList();
  }

  boolean many() {
    return notGreen().size() > SHOWN_AT_ONCE;
  }

  private static Cell cell(
      List<ReportedVersion> versions, int writer, int reader, Mode mode, Rules rules) {
    Direction direction = writer <= reader ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW;
    CheckResult result =
        SchemaCheck.ofPair(
            versions.get(writer).version(), versions.get(reader).version(), direction, rules);
    List<Finding> reasons = result.findings().stream().filter(Matrix::aboutThePair).toList();
    boolean next = Math.abs(writer - reader) == 1;
    boolean asked = writer == reader || (mode.asks(direction) && (mode.transitive() || next));
    PairOutcome whole = reasons.isEmpty() ? PairOutcome.READS : PairOutcome.OBJECTED;
    return new Cell(
        "pair-%d-%d".formatted(writer + 1, reader + 1),
        versions.get(writer),
        versions.get(reader),
        result.verdicts().get(0).decodes() ? whole : PairOutcome.FAILS,
        asked,
        reasons.stream().map(Finding::message).toList());
  }

  /** A lost doc harms no reader, and a default that nobody needs yet is about one schema alone. */
  private static boolean aboutThePair(Finding finding) {
    return finding.error() && !finding.breaks().isEmpty() && !finding.versions().isEmpty();
  }
}
