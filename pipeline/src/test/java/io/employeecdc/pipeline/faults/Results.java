package io.employeecdc.pipeline.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of each fault with each seed: kept as lines in the build's directory, where a later run
 * replaces those that it repeats, and made into the table of the documentation after each test.
 */
final class Results {
  private static final Path LINES = Path.of("target", "faults.tsv");

  /** Where the table goes; empty if this run makes none. */
  private static final String TABLE = System.getProperty("faults.table", "");

  private static final String HEAD =
      """
      # Faults survived

      Written by `mvn verify -Pfaults`. Each fault is injected into real processes while four writers
      change the source at random; afterwards the topic holds each committed change once and in order,
      nothing that was rolled back, every record has one outcome, both tables are equal, there is no
      dead letter that the fault does not call for, and no reader of the target ever saw an employee
      go back to an older version. The time to recover runs from the beginning of the healing, which
      for a killed process is the beginning of its start, until everything that was captured when the
      healing was done has taken effect; they hold for the machine of that run and all else that it
      did meanwhile.

      | # | fault | seeds | outcome | longest time to recover |
      |---|---|---|---|---|
      """;

  private static final String FOOT =
      """

      Faults of single records need no process to be killed; the default build tests them, by number:
      15 `ReplayTest` (consumer) and `DlqReplayTest`; 16 `IsolationTest` and `PoisonTest`; 17 and 18
      `ChangeDecoderTest` and `PoisonTest`; 20 `IsolationTest`; 25 `SchemaChangesTest`,
      `RefusingRegistryTest` and the producer's `RefusalTest`. Not tested yet: 19 (a value larger than
      a record may be) and 24 (a full disk).
      """;

  private Results() {}

  /** One fault with one seed; the time is negative where there is nothing to recover from. */
  record Result(Fault fault, long seed, boolean survived, long recoveryMillis) {
    private static Result parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Result(
          Fault.valueOf(cells[0]),
          Long.parseLong(cells[1]),
          Boolean.parseBoolean(cells[2]),
          Long.parseLong(cells[3]));
    }

    private String line() {
      return "%s\t%d\t%b\t%d%n".formatted(fault, seed, survived, recoveryMillis);
    }

    private String key() {
      return fault + "/" + seed;
    }
  }

  static synchronized void add(Result result) throws IOException {
    Files.writeString(LINES, result.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!TABLE.isEmpty()) {
      Files.writeString(Path.of(TABLE), HEAD + rows() + FOOT);
    }
  }

  private static String rows() throws IOException {
    Map<String, Result> newest = new LinkedHashMap<>();
    Files.readAllLines(LINES).stream().map(Result::parse).forEach(r -> newest.put(r.key(), r));
    return Stream.of(Fault.values())
        .map(f -> row(f, newest.values().stream().filter(r -> r.fault() == f).toList()))
        .collect(Collectors.joining());
  }

  private static String row(Fault fault, List<Result> results) {
    String seeds =
        results.stream().map(r -> r.seed() + "").sorted().collect(Collectors.joining(" "));
    return "| %s | %s | %s | %s | %s |%n"
        .formatted(
            fault == Fault.MIXED ? "all" : fault.number(),
            fault.title(),
            seeds,
            outcome(results),
            time(results));
  }

  private static String outcome(Collection<Result> results) {
    List<Long> failed = results.stream().filter(r -> !r.survived()).map(Result::seed).toList();
    if (results.isEmpty()) {
      return "not run";
    }
    return failed.isEmpty() ? "survived" : "**failed** with " + failed;
  }

  private static String time(Collection<Result> results) {
    long longest = results.stream().mapToLong(Result::recoveryMillis).max().orElse(-1);
    return longest < 0 ? "" : "%.1f s".formatted(longest / 1000.0);
  }
}
