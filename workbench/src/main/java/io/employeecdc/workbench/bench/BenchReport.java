package io.employeecdc.workbench.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What the benchmark measured.
 *
 * @param limits by the name of the stage that they limit
 * @param rawProducer what a producer could do that has nothing to read
 * @param bad what became of the changes that a target refused
 * @param equal whether source and target were equal after each other stage that applies
 */
record BenchReport(
    List<StageResult> stages,
    Map<String, StageResult> limits,
    StageResult rawProducer,
    double bytesPerRecord,
    DeadLetterCount bad,
    boolean equal) {
  private static final List<String> PROCESSES =
      List.of("producer", "consumer", "kafka", "registry", "source", "target");

  private static final List<String> CPU_COLUMNS =
      Stream.concat(PROCESSES.stream(), Stream.of(StageResult.ALL)).toList();

  BenchReport {
    stages = List.copyOf(stages);
    limits = new TreeMap<>(limits);
  }

  boolean isRight() {
    return equal && bad.restEqual();
  }

  void print(PrintWriter out) {
    out.printf("%-22s %10s %10s %16s%n", "STAGE", "CHANGES", "PER SECOND", "OF ITS LIMIT");
    for (StageResult stage : stages) {
      StageResult limit = limits.get(stage.name());
      out.printf(
          "%-22s %,10d %,10.0f %16s%n",
          stage.name(), stage.changes(), stage.perSecond(), share(stage, limit));
    }
    out.printf(
        "%-22s %10s %,10.0f %16s%n",
        "a raw producer alone", "", rawProducer.perSecond(), "nothing to read");
    out.println();
    printPerProcess(
        out,
        "CPU s PER 100,000",
        CPU_COLUMNS,
        (stage, process) -> "%.2f".formatted(stage.cpuPer100k(process)));
    printPerProcess(out, "PEAK MEMORY, MB", PROCESSES, BenchReport::megabytes);
    out.printf("bytes per record in the topic: %.1f%n", bytesPerRecord);
    out.printf(
        "dead letters of the bad changes: %,d, parked: %,d; %s%n",
        bad.letters(),
        bad.parked(),
        bad.restEqual() ? "all others applied" : "others are NOT APPLIED as they should be");
    out.println("verify: " + (equal ? "equal" : "different"));
  }

  private void printPerProcess(
      PrintWriter out,
      String title,
      List<String> columns,
      BiFunction<StageResult, String, String> cell) {
    out.printf("%-22s", title);
    columns.forEach(column -> out.printf(" %9s", column));
    out.println();
    for (StageResult stage : stages) {
      out.printf("%-22s", stage.name());
      columns.forEach(column -> out.printf(" %9s", cell.apply(stage, column)));
      out.println();
    }
    out.println();
  }

  ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    for (StageResult stage : stages) {
      ObjectNode node =
          root.putObject(stage.name().replace(' ', '_'))
              .put("changes", stage.changes())
              .put("changes_per_second", Math.round(stage.perSecond()));
      StageResult limit = limits.get(stage.name());
      if (limit != null) {
        node.put("limit", limit.name())
            .put("limit_per_second", Math.round(limit.perSecond()))
            .put("share_of_limit", round(stage.perSecond() / limit.perSecond()));
      }
      ObjectNode cpu = node.putObject("cpu_seconds_per_100k");
      CPU_COLUMNS.forEach(process -> cpu.put(process, round(stage.cpuPer100k(process))));
      ObjectNode memory = node.putObject("peak_memory_mb");
      stage.usage().forEach((process, usage) -> memory.put(process, usage.peakMegabytes()));
    }
    return root.put("raw_producer_per_second", Math.round(rawProducer.perSecond()))
        .put("bytes_per_record", round(bytesPerRecord))
        .put("dead_letters", bad.letters())
        .put("parked", bad.parked())
        .put("all_but_dead_letters_applied", bad.restEqual())
        .put("verify", equal ? "equal" : "different");
  }

  private static String megabytes(StageResult stage, String process) {
    long peak = stage.peakMegabytes(process);
    return peak == 0 ? "" : String.valueOf(peak);
  }

  private static String share(StageResult stage, StageResult limit) {
    return limit == null
        ? ""
        : "%.0f %% of %,.0f"
            .formatted(100 * stage.perSecond() / limit.perSecond(), limit.perSecond());
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
