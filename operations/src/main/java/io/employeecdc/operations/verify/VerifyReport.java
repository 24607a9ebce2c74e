package io.employeecdc.operations.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.Repair.Repaired;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.ResultFile;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.runtime.results.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A result in words, as JSON and as metrics; keys and counts, never values. */
record VerifyReport(Key key, int limit) {
  private static final Set<String> WHOLE_NUMBERS = Set.of("integer", "bigint");

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

  void print(VerifyResult result, PrintWriter out) {
    int digits = String.valueOf(Math.max(result.sourceRows(), result.targetRows())).length();
    String rows = "%s  %" + digits + "d rows%n";
    out.println("verify: " + result.verdict());
    out.printf(rows, "source", result.sourceRows());
    out.printf(rows, "target", result.targetRows());
    if (result.settled() > 0) {
      out.printf(
          "%,d %s on the way when the rows were counted, and equal since%n",
          result.settled(), result.settled() == 1 ? "key was" : "keys were");
    }
    out.printf(
        "verified through %s%s%n",
        result.through(), result.equal() ? "" : ", but for the keys below");
    if (!result.equal()) {
      out.println();
      boolean inFlight = result.of(Kind.IN_FLIGHT).count() > 0;
      TextTable table = new TextTable("KIND", ">KEYS", key.names().toUpperCase(Locale.ROOT));
      Stream.of(Kind.values())
          .filter(kind -> kind != Kind.IN_FLIGHT || inFlight)
          .forEach(
              kind ->
                  table.add(
                      kind.word().replace('_', ' '),
                      result.of(kind).count(),
                      named(result.of(kind))));
      table.print(out);
      if (inFlight) {
        out.println();
        out.println("In flight: not proven equal, not known to differ. When time was over,");
        out.println(result.waitingFor() + ".");
      }
    }
  }

  /** As many as there may be, and how many more there are. */
  String named(DifferingKeys found) {
    List<KeyValue> named = found.limitedTo(limit).keys();
    long left = found.count() - named.size();
    return Stream.concat(
            named.stream().map(one -> Visible.of(key.text(one.values()))),
            left > 0 ? Stream.of(left + " more") : Stream.empty())
        .collect(Collectors.joining(", "));
  }

  ObjectNode json(VerifyResult result, Optional<Repaired> repaired) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("verify", result.verdict());
    json.put("source_rows", result.sourceRows());
    json.put("target_rows", result.targetRows());
    ObjectNode lists = JsonNodeFactory.instance.objectNode();
    for (Kind kind : Kind.values()) {
      DifferingKeys found = result.of(kind);
      json.put(kind.word(), found.count());
      ArrayNode list = lists.putArray(kind.word());
      found.limitedTo(limit).keys().forEach(one -> list.add(json(one)));
    }
    json.put("settled", result.settled());
    if (!result.waitingFor().isEmpty()) {
      json.put("waiting_for", result.waitingFor());
    }
    json.set("keys", lists);
    json.put("verified_through", result.through().toString());
    repaired.ifPresent(
        what -> json.putObject("repaired").put("rows", what.rows()).put("deletes", what.deletes()));
    return json;
  }

  /** A number where the key is one, else as a record's key has it. */
  JsonNode json(KeyValue one) {
    boolean number =
        key.columns().size() == 1 && WHOLE_NUMBERS.contains(key.columns().get(0).type().sqlType());
    return number
        ? LongNode.valueOf(((Number) one.get(0)).longValue())
        : TextNode.valueOf(key.text(one.values()));
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
              result.of(Kind.MISSING).count(),
              result.of(Kind.EXTRA).count(),
              result.of(Kind.DIFFERENT).count(),
              result.of(Kind.IN_FLIGHT).count(),
              seconds(result.through().toEpochMilli()),
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
