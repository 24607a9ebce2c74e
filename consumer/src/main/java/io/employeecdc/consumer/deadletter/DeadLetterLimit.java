package io.employeecdc.consumer.deadletter;

import java.time.Duration;

/**
 * How many dead letters are too many.
 *
 * @param share of the records of the window, above 0 and at most 1
 * @param window how far back is counted
 */
public record DeadLetterLimit(double share, Duration window) {
  /** As on the command line. */
  @Override
  public String toString() {
    String time =
        window.toSeconds() % 60 == 0 ? window.toMinutes() + "m" : window.toSeconds() + "s";
    return "%.4s%%/%s".formatted(String.valueOf(share * 100).replaceAll("\\.0+$", ""), time);
  }
}
