package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.git.Git;
import io.employeecdc.schematools.git.GitTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
      Optional<String> commit = Git.commit(folder, revision);
      if (commit.isPresent()) {
        return Git.run(folder, "show", commit.get() + ":./" + file.getFileName())
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
      Optional<String> commit = Git.commit(folder, revision);
      if (commit.isEmpty()) {
        return files;
      }
      String prefix = below + "/";
      GitTree.files(folder, commit.get(), path -> path.startsWith(prefix), Integer.MAX_VALUE)
          .forEach((path, bytes) -> files.put(path.substring(prefix.length()), bytes));
    } catch (IOException e) {
      return new TreeMap<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return files;
  }
}
