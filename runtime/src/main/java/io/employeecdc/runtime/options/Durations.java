package io.employeecdc.runtime.options;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as options have them: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 24h}. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  static Optional<Duration> parse(String text) {
    Matcher match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(duration(Long.parseLong(match.group(1)), match.group(2)))
        : Optional.empty();
  }

  /** In the largest unit in which it is a whole number. */
  public static String show(Duration value) {
    if (value.toMillis() % 1000 != 0 || value.isZero()) {
      return value.toMillis() + "ms";
    }
    long seconds = value.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
