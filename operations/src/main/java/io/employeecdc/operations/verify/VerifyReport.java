package io.employeecdc.operations.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.Repair.Repaired;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Unsettled;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A result in words, as JSON and as metrics; keys and counts, never values. */
record VerifyReport(Key key, KeyText keys, int limit) {
  private static final String METRICS =
      """
      # HELP cdc_verify_equal 1 if all keys were proven equal.
      # TYPE cdc_verify_equal gauge
      cdc_verify_equal{contract="%1$s"} %2$d
      # HELP cdc_verify_rows Rows that were compared.
      # TYPE cdc_verify_rows gauge
      cdc_verify_rows{contract="%1$s",side="source"} %3$d
      cdc_verify_rows{contract="%1$s",side="target"} %4$d
      # HELP cdc_verify_keys Keys that were not proven equal.
      # TYPE cdc_verify_keys gauge
      cdc_verify_keys{contract="%1$s",kind="missing"} %5$d
      cdc_verify_keys{contract="%1$s",kind="extra"} %6$d
      cdc_verify_keys{contract="%1$s",kind="different"} %7$d
      cdc_verify_keys{contract="%1$s",kind="in_flight"} %8$d
      # HELP cdc_verify_through_timestamp_seconds Moment of the source up to which all other keys were proven equal.
      # TYPE cdc_verify_through_timestamp_seconds gauge
      cdc_verify_through_timestamp_seconds{contract="%1$s"} %9$s
      # HELP cdc_verify_last_run_timestamp_seconds When the last verification ended.
      # TYPE cdc_verify_last_run_timestamp_seconds gauge
      cdc_verify_last_run_timestamp_seconds{contract="%1$s"} %10$s
      # HELP cdc_verify_duration_seconds How long the last verification took.
      # TYPE cdc_verify_duration_seconds gauge
      cdc_verify_duration_seconds{contract="%1$s"} %11$s
      """;

  private static final int WIDTH = 100;
  private static final int KEYS_COLUMN = 24;

  VerifyReport(Key key, int limit) {
    this(key, new KeyText(key), limit);
  }

  void print(VerifyResult result, PrintWriter out) {
    int digits = String.valueOf(Math.max(result.sourceRows(), result.targetRows())).length();
    String rows = "%s  %" + digits + "d rows%n";
    Unsettled unsettled = result.unsettled();
    out.println("verify: " + result.verdict());
    out.printf(rows, "source", result.sourceRows());
    out.printf(rows, "target", result.targetRows());
    if (unsettled.settled() > 0) {
      out.printf(
          "%,d %s on the way when the rows were counted, and equal since%n",
          unsettled.settled(), unsettled.settled() == 1 ? "key was" : "keys were");
    }
    out.printf(
        "verified through %s%s%n",
        result.through(), result.equal() ? "" : ", but for the keys below");
    if (!result.equal()) {
      out.println();
      out.printf("%-10s %10s  %s%n", "KIND", "KEYS", key.names().toUpperCase(Locale.ROOT));
      print("missing", result.missing(), out);
      print("extra", result.extra(), out);
      print("different", result.different(), out);
      if (unsettled.inFlight().count() > 0) {
        print("in flight", unsettled.inFlight(), out);
        out.println();
        out.println("In flight: not proven equal, not known to differ. When time was over,");
        out.println(unsettled.waitingFor() + ".");
      }
    }
  }

  private void print(String kind, DifferingKeys found, PrintWriter out) {
    List<KeyValue> named = found.limitedTo(limit).keys();
    List<String> texts = new ArrayList<>(keys.runs(named));
    long left = found.count() - named.size();
    if (left > 0) {
      texts.add(left + " more");
    }
    List<String> lines = KeyText.lines(texts, WIDTH - KEYS_COLUMN - 1);
    out.println("%-10s %10d  %s".formatted(kind, found.count(), lines.get(0)).stripTrailing());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(KEYS_COLUMN - 1) + line));
  }

  ObjectNode json(VerifyResult result, Optional<Repaired> repaired) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("verify", result.verdict());
    json.put("source_rows", result.sourceRows());
    json.put("target_rows", result.targetRows());
    json.put("missing", result.missing().count());
    json.put("extra", result.extra().count());
    json.put("different", result.different().count());
    Unsettled unsettled = result.unsettled();
    json.put("in_flight", unsettled.inFlight().count());
    json.put("settled", unsettled.settled());
    if (!unsettled.waitingFor().isEmpty()) {
      json.put("waiting_for", unsettled.waitingFor());
    }
    ObjectNode lists = json.putObject("keys");
    add(lists.putArray("missing"), result.missing());
    add(lists.putArray("extra"), result.extra());
    add(lists.putArray("different"), result.different());
    add(lists.putArray("in_flight"), unsettled.inFlight());
    json.put("verified_through", result.through().time().toString());
    result.through().actionId().ifPresent(id -> json.put("verified_through_action_id", id));
    repaired.ifPresent(
        what -> json.putObject("repaired").put("rows", what.rows()).put("deletes", what.deletes()));
    return json;
  }

  private void add(ArrayNode array, DifferingKeys found) {
    found.limitedTo(limit).keys().forEach(one -> array.add(keys.json(one)));
  }

  /**
   * In Prometheus' text format, for node_exporter's textfile collector. A run that fails leaves the
   * file as it is: alert on the age of {@code cdc_verify_last_run_timestamp_seconds}.
   */
  static void writeMetrics(Path file, String contract, VerifyResult result, Instant begin) {
    Instant now = Instant.now();
    try {
      ResultFile.writePublic(
          file,
          METRICS.formatted(
              contract,
              result.equal() ? 1 : 0,
              result.sourceRows(),
              result.targetRows(),
              result.missing().count(),
              result.extra().count(),
              result.different().count(),
              result.unsettled().inFlight().count(),
              seconds(result.through().time().toEpochMilli()),
              seconds(now.toEpochMilli()),
              seconds(Duration.between(begin, now).toMillis())));
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "cannot write '" + file + "': " + e.getClass().getSimpleName() + "; check --metrics-file",
          e);
    }
  }

  private static String seconds(long milliseconds) {
    return BigDecimal.valueOf(milliseconds, 3).toPlainString();
  }
}
