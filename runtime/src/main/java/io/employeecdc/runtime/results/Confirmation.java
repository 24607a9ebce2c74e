package io.employeecdc.runtime.results;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A question to whoever sits at the terminal. */
public final class Confirmation {
  private Confirmation() {}

  /** Known by the launcher: until Java 22 a JVM cannot tell for each stream alone. */
  public static boolean isPossible() {
    return Boolean.getBoolean("cdc.terminal") && Boolean.getBoolean("cdc.input.terminal");
  }

  /** True if the answer begins with y. */
  public static boolean given(String question, PrintWriter err) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      // The rest of standard input is not for us either: the command asks once.
      String answer =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      return false;
    }
  }
}
