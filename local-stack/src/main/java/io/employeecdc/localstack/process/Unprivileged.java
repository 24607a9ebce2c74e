package io.employeecdc.localstack.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How PostgreSQL is run by those for whom it refuses to run: root, and users without a name, as
 * containers have them.
 */
public final class Unprivileged {
  /**
   * In a user namespace of its own anybody is "nobody", while to the file system they remain the
   * owner of their files.
   */
  static final List<String> NAMESPACE = List.of("unshare", "-U");

  /**
   * Where containers forbid namespaces: another user, who may nevertheless go through root's
   * directories.
   */
  static final List<String> OTHER_USER =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override",
          // Without it the right would hold for open(2) but not for access(2), which initdb asks.
          "--securebits=+no_setuid_fixup");

  /** What Java calls a user who is not in the system's list. */
  private static final String NAMELESS = "?";

  private Unprivileged() {}

  /** What to put before a command; nothing for an ordinary user. */
  public static List<String> prefix() {
    return Chosen.PREFIX;
  }

  private static boolean works(List<String> prefix) {
    try {
      List<String> trial = Stream.concat(prefix.stream(), Stream.of("true")).toList();
      return Program.run(trial, Map.of(), "").exitCode() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static final class Chosen {
    private static final List<String> PREFIX = choose();

    private static List<String> choose() {
      String user = System.getProperty("user.name");
      if (!user.equals("root") && !user.equals(NAMELESS)) {
        return List.of();
      }
      return Stream.of(NAMESPACE, OTHER_USER)
          .filter(Unprivileged::works)
          .findFirst()
          .orElseThrow(
              () ->
                  new StackException(
                      "PostgreSQL runs neither as root nor as a user without a name, and neither"
                          + " unshare nor setpriv helps here: run as an ordinary user"));
    }
  }
}
