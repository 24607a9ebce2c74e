package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Direction;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Mode;
import io.employeecdc.contract.check.PairVerdict;
import io.employeecdc.contract.check.Rules;
import io.employeecdc.contract.check.SchemaCheck;
import io.employeecdc.contract.check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every version as writer against every version as reader.
 *
 * @param rows one for each writer, oldest first, with one cell for each reader
 */
record Matrix(List<List<Cell>> rows) {
  /**
   * One pair.
   *
   * @param asked false if the mode allows this pair to fail
   * @param reasons plain sentences; empty if every record is read as it was meant
   */
  record Cell(
      ReportedVersion writer,
      ReportedVersion reader,
      Outcome outcome,
      boolean asked,
      List<String> reasons) {
    /** One sentence without the reasons. */
    String sentence() {
      String text = outcome.sentence(reader.heading(), writer.heading());
      return asked || outcome == Outcome.READS ? text : text + " (the mode does not ask for it)";
    }
  }

  static Matrix of(List<ReportedVersion> versions, Mode mode, Rules rules) {
    List<List<Cell>> rows = new ArrayList<>();
    for (int writer = 0; writer < versions.size(); writer++) {
      int from = writer;
      rows.add(
          IntStream.range(0, versions.size())
              .mapToObj(reader -> cell(versions, from, reader, mode, rules))
              .toList());
    }
    return new Matrix(List.copyOf(rows));
  }

  /** Cells that somebody should look at. */
  List<Cell> notGreen() {
    return rows.stream()
        .flatMap(List::stream)
        .filter(cell -> cell.outcome() != Outcome.READS)
        .toList();
  }

  private static Cell cell(
      List<ReportedVersion> versions, int writer, int reader, Mode mode, Rules rules) {
    int older = Math.min(writer, reader);
    int newer = Math.max(writer, reader);
    boolean backward = writer <= reader;
    CheckResult result =
        SchemaCheck.run(
            versions.get(newer).version(),
            List.of(versions.get(older).version()),
            backward ? Mode.BACKWARD : Mode.FORWARD,
            rules);
    List<Finding> reasons = result.findings().stream().filter(Matrix::aboutThePair).toList();
    Direction direction = backward ? Direction.NEW_READS_OLD : Direction.OLD_READS_NEW;
    boolean asked =
        writer == reader || (mode.asks(direction) && (mode.transitive() || newer - older == 1));
    return new Cell(
        versions.get(writer),
        versions.get(reader),
        outcome(result.verdicts().get(0), reasons),
        asked,
        reasons.stream().map(Finding::message).toList());
  }

  private static Outcome outcome(PairVerdict verdict, List<Finding> reasons) {
    if (!verdict.decodes()) {
      return Outcome.FAILS;
    }
    return reasons.isEmpty() ? Outcome.READS : Outcome.OBJECTED;
  }

  /** A lost doc harms no reader, and a default that nobody needs yet is about one schema alone. */
  private static boolean aboutThePair(Finding finding) {
    return finding.severity() == Severity.ERROR
        && !finding.breaks().isEmpty()
        && !finding.versions().isEmpty();
  }
}
