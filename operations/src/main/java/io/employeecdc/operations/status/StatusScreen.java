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
  private boolean begun;

  StatusScreen(PrintWriter out, boolean watched) {
    this.out = out;
    // Known by the launcher: until Java 22 a JVM cannot tell for standard output alone.
    this.redraws = watched && Boolean.getBoolean("cdc.output.terminal");
  }

  void show(List<String> lines) {
    if (redraws) {
      out.printf(begun ? HOME : CLEAR + HOME);
    } else if (begun) {
      out.println();
    }
    begun = true;
    lines.forEach(line -> out.println(redraws ? line + END_OF_LINE : line));
    if (redraws) {
      out.printf(END_OF_SCREEN);
      out.flush();
    }
  }
}
