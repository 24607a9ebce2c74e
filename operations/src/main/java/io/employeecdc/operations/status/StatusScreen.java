package io.employeecdc.operations.status;

import java.io.PrintWriter;
import java.util.List;

/**
 * Where the lines go. On a terminal that is watched, each look is drawn over the one before it,
 * without a flicker: no line is cleared before there is a new one.
 */
final class StatusScreen {
  private static final String ESCAPE = "\u001b[";
  private static final String CLEAR = ESCAPE + "2J";
  private static final String HOME = ESCAPE + "H";
  private static final String END_OF_LINE = ESCAPE + "K";
  private static final String END_OF_SCREEN = ESCAPE + "J";

  private final PrintWriter out;
  private final boolean redraws;

  /** Known by the launcher: until Java 22 a JVM cannot tell for standard output alone. */
  private final boolean terminal = Boolean.getBoolean("cdc.output.terminal");

  private boolean begun;

  StatusScreen(PrintWriter out, boolean watched) {
    this.out = out;
    this.redraws = watched && terminal;
  }

  void show(List<String> lines, boolean healthy) {
    if (redraws) {
      out.printf(begun ? HOME : CLEAR + HOME);
    } else if (begun) {
      out.println();
    }
    begun = true;
    for (int i = 0; i < lines.size(); i++) {
      out.printf(
          (i == 0 ? emphasized(healthy) : "%s") + (redraws ? END_OF_LINE : "") + "%n",
          lines.get(i));
    }
    if (redraws) {
      out.printf(END_OF_SCREEN);
      out.flush();
    }
  }

  /** Bold and green, or bold and red, where there are colours. */
  private String emphasized(boolean healthy) {
    return terminal && System.getenv("NO_COLOR") == null
        ? ESCAPE + (healthy ? "1;32m" : "1;31m") + "%s" + ESCAPE + "0m"
        : "%s";
  }
}
