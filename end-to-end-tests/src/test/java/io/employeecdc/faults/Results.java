package io.employeecdc.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of each fault with each seed: a line for each in the build's directory, of which none
 * is ever replaced (a seed that failed once stays so until {@code mvn clean}), and a table for the
 * documentation, made anew after each. A run that makes no table notes nothing.
 */
final class Results {
  private static final Path LINES = Path.of("target", "faults.tsv");

  /** Where the table goes; empty if this run makes none. */
  private static final String TABLE = System.getProperty("faults.table", "");

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
  }

  static synchronized void add(Result result) throws IOException {
    if (!TABLE.isEmpty()) {
      Files.writeString(LINES, result.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      List<Result> all = Files.readAllLines(LINES).stream().map(Result::parse).toList();
      Files.writeString(Path.of(TABLE), text(all));
    }
  }

  private static String text(List<Result> all) throws IOException {
    String rows =
        Stream.of(Fault.values())
            .map(fault -> row(fault, all.stream().filter(r -> r.fault() == fault).toList()))
            .collect(Collectors.joining());
    try (var frame = Results.class.getResourceAsStream("table.md")) {
      return new String(frame.readAllBytes(), StandardCharsets.UTF_8).replace("ROWS\n", rows);
    }
  }

  private static String row(Fault fault, List<Result> results) {
    return "| %s | %s | %s | %s | %s |%n"
        .formatted(
            fault == Fault.MIXED ? "all" : fault.number(),
            fault.title(),
            seeds(results.stream()),
            outcome(results),
            time(results));
  }

  private static String outcome(List<Result> results) {
    List<Result> failed = results.stream().filter(r -> !r.survived()).toList();
    if (results.isEmpty()) {
      return "not run";
    }
    return failed.isEmpty() ? "survived" : "**failed** with " + seeds(failed.stream());
  }

  private static String seeds(Stream<Result> results) {
    return results
        .map(Result::seed)
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static String time(List<Result> results) {
    long longest = results.stream().mapToLong(Result::recoveryMillis).max().orElse(-1);
    return longest < 0 ? "" : "%.1f s".formatted(longest / 1000.0);
  }
}
