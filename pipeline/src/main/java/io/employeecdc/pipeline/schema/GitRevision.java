package io.employeecdc.pipeline.schema;

import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a file as it is at a git revision. */
final class GitRevision {
  private GitRevision() {}

  /**
   * The file at the revision; empty if it is not there yet, or, with a complaint about the option,
   * if there is no such revision.
   */
  static Optional<SchemaText> read(
      OptionReader options, String option, String revision, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      Optional<String> commit =
          git(
              folder,
              "rev-parse",
              "--verify",
              "--quiet",
              "--end-of-options",
              revision + "^{commit}");
      if (commit.isEmpty()) {
        options.complain(option, "'" + revision + "' is neither a file nor a git revision");
        return Optional.empty();
      }
      String path = "./" + file.getFileName();
      return git(folder, "show", commit.get().strip() + ":" + path)
          .map(text -> new SchemaText(revision, revision + ":" + file, text));
    } catch (IOException e) {
      options.complain(option, "'" + revision + "' is no file, and git cannot be run here");
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      options.complain(option, "interrupted while reading '" + revision + "'");
      return Optional.empty();
    }
  }

  private static Optional<String> git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process git =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(Redirect.DISCARD)
            .start();
    git.getOutputStream().close();
    String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? Optional.of(text) : Optional.empty();
  }
}
