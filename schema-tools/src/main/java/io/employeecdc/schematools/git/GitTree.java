package io.employeecdc.schematools.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The files below a folder as they were at a commit, by their path from there. */
public final class GitTree {
  /** Their names are less than a pipe holds. */
  private static final int AT_ONCE = 500;

  private GitTree() {}

  /** Those that are wanted by their path and no larger than so many bytes. */
  public static SortedMap<String, byte[]> files(
      Path folder, String commit, Predicate<String> wanted, long largest)
      throws IOException, InterruptedException {
    List<Map.Entry<String, String>> found = new ArrayList<>();
    String listed = Git.text(folder, "ls-tree", "-r", "-z", "-l", commit).orElse("");
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
      throws IOException, InterruptedException {
    StringBuilder ids = new StringBuilder();
    wanted.forEach(file -> ids.append(file.getValue()).append('\n'));
    byte[] all =
        Git.fed(folder, ids.toString(), "cat-file", "--batch")
            .orElseThrow(() -> new IOException("git cat-file failed"));
    ByteArrayInputStream objects = new ByteArrayInputStream(all);
    for (Map.Entry<String, String> file : wanted) {
      // "ID blob SIZE", the content, a line end.
      String[] head = line(objects).split(" ", -1);
      if (head.length != 3) {
        throw new IOException("git has lost " + file.getKey());
      }
      files.put(file.getKey(), objects.readNBytes(Integer.parseInt(head[2])));
      objects.read();
    }
  }

  private static String line(ByteArrayInputStream in) {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
