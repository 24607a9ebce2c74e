package io.employeecdc.schematools.repository;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What git knows of files: how they were at a revision, and what is ignored. */
public final class Git {
  /** What git sets for its hooks, with paths that are wrong in other folders. */
  private static final Set<String> OF_A_HOOK =
      Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");

  /** Files whose names are less than a pipe holds. */
  private static final int AT_ONCE = 500;

  private Git() {}

  public static Optional<String> commit(Path folder, String revision) throws IOException {
    return text(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        .map(String::strip);
  }

  public static Optional<String> text(Path folder, String... arguments) throws IOException {
    return fed(folder, "", arguments).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * What git answers; empty if it refuses. The input is less than a pipe holds, as nothing is read
   * before all is written.
   */
  private static Optional<byte[]> fed(Path folder, String input, String... arguments)
      throws IOException {
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
    try {
      return git.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while git was at work");
    }
  }

  /**
   * The files below a folder as they were at a commit, by their path from there: those that are
   * wanted by it and no larger than so many bytes.
   */
  public static SortedMap<String, byte[]> files(
      Path folder, String commit, Predicate<String> wanted, long largest) throws IOException {
    List<Map.Entry<String, String>> found = new ArrayList<>();
    String listed = text(folder, "ls-tree", "-r", "-z", "-l", commit).orElse("");
    for (String line : listed.split("\0", -1)) {
      int tab = line.indexOf('\t');
      String path = line.substring(tab + 1);
      String[] parts = line.substring(0, Math.max(0, tab)).split(" +", -1);
      // Mode 120000 is a symbolic link, 160000 another repository.
      if (tab > 0
          && parts[0].startsWith("100")
          && wanted.test(path)
          && Long.parseLong(parts[3]) <= largest) {
        found.add(Map.entry(path, parts[2]));
      }
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < found.size(); i += AT_ONCE) {
      read(folder, found.subList(i, Math.min(found.size(), i + AT_ONCE)), files);
    }
    return files;
  }

  private static void read(
      Path folder, List<Map.Entry<String, String>> wanted, Map<String, byte[]> files)
      throws IOException {
    StringBuilder ids = new StringBuilder();
    wanted.forEach(file -> ids.append(file.getValue()).append('\n'));
    byte[] all =
        fed(folder, ids.toString(), "cat-file", "--batch")
            .orElseThrow(() -> new IOException("git cat-file failed"));
    int at = 0;
    for (Map.Entry<String, String> file : wanted) {
      // "ID blob SIZE", a line end, the content, a line end.
      int end = at;
      while (end < all.length && all[end] != '\n') {
        end++;
      }
      String[] head = new String(all, at, end - at, StandardCharsets.US_ASCII).split(" ", -1);
      if (head.length != 3) {
        throw new IOException("git has lost " + file.getKey());
      }
      at = end + 1 + Integer.parseInt(head[2]);
      files.put(file.getKey(), Arrays.copyOfRange(all, end + 1, at));
      at++;
    }
  }
}
