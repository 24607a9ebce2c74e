package io.employeecdc.operations.status;

final class Quantities {
  static final String NONE = "-";

  private Quantities() {}

  /** A length of time with two or three digits; {@code -} if it is not known. */
  static String time(double seconds) {
    if (Double.isNaN(seconds)) {
      return NONE;
    }
    if (seconds < 1) {
      return "%.0f ms".formatted(seconds * 1000);
    }
    if (seconds < 100) {
      return "%.1f s".formatted(seconds);
    }
    if (seconds < 6_000) {
      return "%.0f min".formatted(seconds / 60);
    }
    return seconds < 360_000
        ? "%.0f h".formatted(seconds / 3_600)
        : "%.0f days".formatted(seconds / 86_400);
  }

  /** A count with its noun, such as {@code 1 change} or {@code 1,200 changes}. */
  static String count(long number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  /** What another program said, made fit for a terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }
}
