package io.employeecdc.localstack.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Starts a process that outlives this one: in a session of its own, so that neither the end of the
 * terminal nor its Ctrl-C reaches it, with its output in a file.
 *
 * <p>It inherits next to nothing of the environment: options meant for this JVM (agents, debuggers)
 * and for other servers (PGDATA, KAFKA_OPTS), and passwords, would otherwise leak into it.
 */
public final class Detached {
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "TZ");

  private static boolean ending;

  private Detached() {}

  /** From now on this JVM starts nothing any more, since it ends what it has started. */
  public static synchronized void startNothingMore() {
    ending = true;
  }

  /** Starts the command; the child writes its process id into {@code pidFile} before all else. */
  public static synchronized Process start(
      List<String> command, Map<String, String> environment, Path pidFile, Path log)
      throws IOException {
    if (ending) {
      throw new IOException("this JVM is ending");
    }
    List<String> line = new ArrayList<>(ownSession());
    line.addAll(List.of("sh", "-c", "echo $$ >\"$0\"; exec \"$@\"", pidFile.toString()));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.directory(log.getParent().toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /** {@code setsid} is Linux'; macOS has Perl, which can ask for the same. */
  private static List<String> ownSession() {
    if (onPath("setsid")) {
      return List.of("setsid");
    }
    return onPath("perl")
        ? List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV")
        : List.of();
  }

  static boolean onPath(String program) {
    return Stream.of(
            System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
