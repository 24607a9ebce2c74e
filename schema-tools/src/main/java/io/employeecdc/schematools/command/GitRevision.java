package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

final class GitRevision {
  private GitRevision() {}

  /**
   * The file at the revision; empty if it is not there yet, or, with a complaint about the option,
   * if there is no such revision.
   */
  static Optional<SchemaText> read(
      OptionReader options, String option, String revision, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String complaint;
    try {
      Optional<String> commit = commit(folder, revision);
      if (commit.isPresent()) {
        return git(folder, "show", commit.get() + ":./" + file.getFileName())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .map(text -> new SchemaText(revision, revision + ":" + file, text));
      }
      complaint = "neither a file nor a git revision";
    } catch (IOException e) {
      complaint = "no file, and git cannot be run here";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      complaint = "interrupted while reading it";
    }
    options.complain(option, complaint);
    return Optional.empty();
  }

  /**
   * Every file below a folder as it is at the revision, by its path from the folder; none if there
   * is no such revision or git cannot be run, which reading any schema there has complained about.
   */
  static SortedMap<String, byte[]> files(String revision, Path root, String below) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Path folder = root.toAbsolutePath().normalize();
    try {
      Optional<String> commit = commit(folder, revision);
      if (commit.isEmpty()) {
        return files;
      }
      String names =
          git(folder, "ls-tree", "-r", "-z", "--name-only", commit.get(), "--", below + "/")
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              .orElse("");
      for (String name : names.split("\0", -1)) {
        if (name.startsWith(below + "/")) {
          git(folder, "show", commit.get() + ":./" + name)
              .ifPresent(bytes -> files.put(name.substring(below.length() + 1), bytes));
        }
      }
    } catch (IOException e) {
      return new TreeMap<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return files;
  }

  private static Optional<String> commit(Path folder, String revision)
      throws IOException, InterruptedException {
    return git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
  }

  private static Optional<byte[]> git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
            .directory(folder.toFile())
            .redirectError(Redirect.DISCARD)
            .start();
    git.getOutputStream().close();
    byte[] answer = git.getInputStream().readAllBytes();
    return git.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
  }
}
