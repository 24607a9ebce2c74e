package io.employeecdc.localstack;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** How PostgreSQL, which refuses to run as root, is run by root. */
final class Unprivileged {
  /**
   * In a user namespace of its own root is nobody, while to the file system it remains the owner of
   * its files.
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
          "--ambient-caps=+dac_override");

  private Unprivileged() {}

  /** What to put before a command; nothing for an ordinary user. */
  static List<String> prefix() {
    return Chosen.PREFIX;
  }

  private static boolean works(List<String> prefix) {
    try {
      List<String> trial = Stream.concat(prefix.stream(), Stream.of("true")).toList();
      return new ProcessBuilder(trial)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notInstalled) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while preparing PostgreSQL", e);
    }
  }

  private static final class Chosen {
    private static final List<String> PREFIX = choose();

    private static List<String> choose() {
      if (!"root".equals(System.getProperty("user.name"))) {
        return List.of();
      }
      return Stream.of(NAMESPACE, OTHER_USER)
          .filter(Unprivileged::works)
          .findFirst()
          .orElseThrow(
              () ->
                  new StackException(
                      "PostgreSQL refuses to run as root, and neither unshare nor setpriv can"
                          + " change that here: run as an ordinary user"));
    }
  }
}
