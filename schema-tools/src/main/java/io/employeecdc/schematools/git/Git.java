package io.employeecdc.schematools.git;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

public final class Git {
  /** What git sets for its hooks, with paths that are wrong in other folders. */
  private static final Set<String> OF_A_HOOK =
      Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");

  private Git() {}

  public static Optional<String> commit(Path folder, String revision)
      throws IOException, InterruptedException {
    return text(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        .map(String::strip);
  }

  public static Optional<byte[]> run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return fed(folder, "", arguments);
  }

  public static Optional<String> text(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return run(folder, arguments).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The input is less than a pipe holds, as nothing is read before all is written. */
  static Optional<byte[]> fed(Path folder, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(Redirect.DISCARD);
    builder.environment().keySet().removeAll(OF_A_HOOK);
    Process git = builder.start();
    try (var in = git.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It has ended before it read; its exit code says so.
    }
    byte[] answer = git.getInputStream().readAllBytes();
    return git.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
  }
}
