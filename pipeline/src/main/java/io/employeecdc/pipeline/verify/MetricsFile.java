package io.employeecdc.pipeline.verify;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

/**
 * The last result in Prometheus' text format, for node_exporter's textfile collector. A run that
 * fails leaves the file as it is: alert on the age of {@code
 * cdc_verify_last_run_timestamp_seconds}.
 */
final class MetricsFile {
  private final StringBuilder text = new StringBuilder();
  private final String contract;

  private MetricsFile(String contract) {
    this.contract = contract;
  }

  /** Replaces the file in one step, so that no reader finds half of it. */
  static void write(Path file, String contract, VerifyResult result, Instant now, Duration took) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text(contract, result, now, took));
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "cannot write '" + file + "': " + e.getClass().getSimpleName() + "; check --metrics-file",
          e);
    }
  }

  static String text(String contract, VerifyResult result, Instant now, Duration took) {
    MetricsFile file = new MetricsFile(contract);
    file.metric("equal", "1 if all keys were proven equal.");
    file.sample("equal", "", result.equal() ? 1 : 0);
    file.metric("rows", "Rows that were compared.");
    file.sample("rows", "side=\"source\"", result.sourceRows());
    file.sample("rows", "side=\"target\"", result.targetRows());
    file.metric("keys", "Keys that were not proven equal.");
    file.sample("keys", "kind=\"missing\"", result.missing().count());
    file.sample("keys", "kind=\"extra\"", result.extra().count());
    file.sample("keys", "kind=\"different\"", result.different().count());
    file.sample("keys", "kind=\"in_flight\"", result.unsettled().inFlight().count());
    file.seconds(
        "through_timestamp_seconds",
        "Moment of the source up to which all other keys were proven equal.",
        result.through().time().toEpochMilli());
    file.seconds(
        "last_run_timestamp_seconds", "When the last verification ended.", now.toEpochMilli());
    file.seconds("duration_seconds", "How long the last verification took.", took.toMillis());
    return file.text.toString();
  }

  private void seconds(String name, String help, long milliseconds) {
    metric(name, help);
    append(name, "", BigDecimal.valueOf(milliseconds, 3).toPlainString());
  }

  private void sample(String name, String labels, long value) {
    append(name, labels, String.valueOf(value));
  }

  private void metric(String name, String help) {
    text.append("# HELP cdc_verify_").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE cdc_verify_").append(name).append(" gauge\n");
  }

  private void append(String name, String labels, String value) {
    text.append(
        "cdc_verify_%s{contract=\"%s\"%s} %s%n"
            .formatted(name, contract, labels.isEmpty() ? "" : "," + labels, value));
  }
}
