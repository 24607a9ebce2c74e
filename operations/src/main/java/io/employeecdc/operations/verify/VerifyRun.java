package io.employeecdc.operations.verify;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.operations.verify.Repair.Repaired;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.results.Confirmation;
import io.employeecdc.runtime.results.JsonOutput;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

record VerifyRun(Settings settings, VerifyReport report, PrintWriter out, PrintWriter err) {
  /** One that compares, one that looks at single keys meanwhile, one that stays at a horizon. */
  private static final int CONNECTIONS = 3;

  /** Some megabytes; so many keys are settled, and so many repaired by one run. */
  private static final int KEYS_IN_MEMORY = 100_000;

  VerifyRun(Settings settings, PrintWriter out, PrintWriter err) {
    this(settings, new VerifyReport(settings.table().key(), settings.keyLimit()), out, err);
  }

  /**
   * What to compare and how to say it.
   *
   * @param settle empty to compare once
   * @param keyLimit keys of each kind that are reported at most
   * @param maxDeletes a number of keys, or a share of the target's rows such as 5%
   */
  record Settings(
      Contract contract,
      DatabaseSettings source,
      DatabaseSettings target,
      Optional<PipelineWatch.Settings> settle,
      int keyLimit,
      boolean repair,
      boolean ask,
      String maxDeletes,
      Optional<Path> metricsFile,
      JsonOutput json) {
    CapturedTable table() {
      return contract.table();
    }

    /**
     * How many keys of a target of so many rows may be deleted, as a source that is empty, or
     * another one, looks like one whose rows were all deleted. A share is rounded up.
     */
    private long mostDeletes(long rows) {
      return maxDeletes.endsWith("%")
          ? (rows * Long.parseLong(maxDeletes.substring(0, maxDeletes.length() - 1)) + 99) / 100
          : Long.parseLong(maxDeletes);
    }
  }

  ExitCode run() throws InterruptedException {
    try (Database source = Database.open(settings.source(), CONNECTIONS);
        Database target = Database.open(settings.target(), CONNECTIONS)) {
      Database.requireTwo(source, target);
      RowVersions versions = settings.contract().versions();
      // What else is not as the services need it may be the cause of what is found.
      warn(source.with(new CaptureCheck(versions)::ofTable));
      warn(target.with(new TargetCheck(new Target(target.pool(), versions))::ofTable));
      Verifier verifier =
          new Verifier(
              settings.table(),
              source,
              target,
              Verifier.RANGE_SIZE,
              settings.repair()
                  ? Math.max(KEYS_IN_MEMORY, settings.keyLimit())
                  : settings.keyLimit());
      Repair repair = new Repair(settings.contract(), source, err::println);
      if (settings.repair()) {
        drawIds(repair, verifier);
      }
      VerifyResult result = verify(verifier);
      if (settings.repair()) {
        // Consumers that were behind have told the target higher ids meanwhile.
        drawIds(repair, verifier);
      }
      Optional<Repaired> repaired = Optional.empty();
      if (settings.repair() && result.differences() > 0) {
        repaired = repair(repair, result);
        result = repaired.isPresent() ? verify(verifier) : result;
      }
      return end(result, repaired);
    }
  }

  private void warn(List<String> findings) {
    findings.forEach(finding -> err.println("warning: " + finding));
  }

  private VerifyResult verify(Verifier verifier) throws InterruptedException {
    Instant begin = Instant.now();
    VerifyResult result =
        settings.settle().isEmpty()
            ? verifier.once()
            : verifier.settled(settings.settle().get(), KEYS_IN_MEMORY, this::settling);
    String contract = settings.table().contract().getName();
    settings
        .metricsFile()
        .ifPresent(file -> VerifyReport.writeMetrics(file, contract, result, begin));
    return result;
  }

  private void settling(long keys) {
    err.printf(
        "%,d %s at first sight; waiting until the pipeline has come that far%n",
        keys, keys == 1 ? "key differs" : "keys differ");
  }

  private void drawIds(Repair repair, Verifier verifier) {
    long seen = seen(verifier.target());
    if (repair.drawIdsAbove(seen)) {
      err.printf(
          "The source goes on with action ids above %d, which the target has not seen.%n", seen);
    }
  }

  /** Empty if it would delete too much, or the answer was no. */
  private Optional<Repaired> repair(Repair repair, VerifyResult found) {
    report.print(found, err);
    err.println();
    long deletes = found.of(Kind.EXTRA).count();
    if (deletes > settings.mostDeletes(found.targetRows())) {
      err.printf(
          "No row was sent: it would delete %,d of the target's %,d rows, and --max-deletes is %s."
              + " If the source is the right one and has all its rows, repair again with"
              + " --max-deletes %d.%n",
          deletes, found.targetRows(), settings.maxDeletes(), deletes);
      return Optional.empty();
    }
    if (settings.ask() && !isConfirmed(found)) {
      err.println("No row was sent.");
      return Optional.empty();
    }
    Repaired repaired = repair.run(found);
    err.println("repaired: " + repaired);
    err.println();
    return Optional.of(repaired);
  }

  private boolean isConfirmed(VerifyResult found) {
    return Confirmation.given(
        "Send %,d rows of %s again, and a DELETE for %,d keys?"
            .formatted(
                found.of(Kind.MISSING).keys().size() + found.of(Kind.DIFFERENT).keys().size(),
                settings.source(),
                found.of(Kind.EXTRA).keys().size()),
        err);
  }

  /** The highest action id that the target has seen: of no change it knows more than the newest. */
  private long seen(Database target) {
    try (TableReader reader = new TableReader(target)) {
      return reader.one(
          "select max(action_id) from " + settings.table().names().guard(), row -> row.getLong(1));
    }
  }

  private ExitCode end(VerifyResult result, Optional<Repaired> repaired) {
    if (!settings.json().replacesText()) {
      report.print(result, out);
    }
    if (repaired.isPresent() && result.differences() > 0) {
      err.println(
          "Still different after the repair. A row that the target refuses became a dead letter"
              + " again: see 'cdc dlq list'. A row that a trigger of the target changes stays"
              + " different. Others: repair once more.");
    }
    settings.json().write(report.json(result, repaired), out);
    if (result.differences() > 0) {
      return ExitCode.DATA;
    }
    // What was asked did not answer in time: worth trying again, and not a fault of the data.
    return result.equal() ? ExitCode.DONE : ExitCode.UNREACHABLE;
  }
}
