package io.employeecdc.operations.verify;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.ResultFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The last result in Prometheus' text format, for node_exporter's textfile collector. A run that
 * fails leaves the file as it is: alert on the age of {@code
 * cdc_verify_last_run_timestamp_seconds}.
 */
final class MetricsFile {
  private static final String TEXT =
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

  private MetricsFile() {}

  static void write(Path file, String contract, VerifyResult result, Instant now, Duration took) {
    try {
      ResultFile.writePublic(file, text(contract, result, now, took));
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "cannot write '" + file + "': " + e.getClass().getSimpleName() + "; check --metrics-file",
          e);
    }
  }

  private static String text(String contract, VerifyResult result, Instant now, Duration took) {
    return TEXT.formatted(
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
        seconds(took.toMillis()));
  }

  private static String seconds(long milliseconds) {
    return BigDecimal.valueOf(milliseconds, 3).toPlainString();
  }
}
