package io.employeecdc.consumer;

import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.runtime.options.OptionReader;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code --max-dead-letter-rate}: when the consumer stops instead of writing dead letters. */
final class DeadLetterLimitOption {
  private static final String NAME = "--max-dead-letter-rate";
  private static final Pattern RATE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)%/(\\w+)");
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  @Option(
      names = NAME,
      paramLabel = "PERCENT/TIME|off",
      description =
          "Stop with exit code 7, offsets kept, before more than this share of the records of the"
              + " last TIME (and at least 100) are dead letters, or if half of a batch, and at least"
              + " 50 records, fail for one cause. off: never stop. Default: ${DEFAULT-VALUE}.")
  String rate = "10%/5m";

  Optional<DeadLetterLimit> read(OptionReader options) {
    if (rate.equals("off")) {
      return Optional.empty();
    }
    Matcher match = RATE.matcher(rate);
    double percent = match.matches() ? Double.parseDouble(match.group(1)) : 0;
    if (percent <= 0 || percent > 100) {
      options.complain(
          NAME, "neither off nor a share above 0 and up to 100 % in a time, such as 10%/5m");
      return Optional.empty();
    }
    Duration window = options.duration(NAME, match.group(2), SHORTEST, LONGEST);
    return Optional.of(new DeadLetterLimit(percent / 100, window));
  }
}
