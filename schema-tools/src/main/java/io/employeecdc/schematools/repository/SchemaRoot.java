package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.git.Git;
import io.employeecdc.schematools.git.GitTree;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

record SchemaRoot(Path path) {
  /** Reads what lies there now, without what git ignores. */
  void read(SchemaFiles files) throws IOException, InterruptedException {
    readCopy(path, files);
  }

  void readCopy(Path copy, SchemaFiles files) throws IOException, InterruptedException {
    Path start = copy.toRealPath();
    Files.walkFileTree(
        start, new SchemaWalk(start, path, copy, ignored(start), submodules(start), files));
  }

  private static Set<String> ignored(Path folder) throws InterruptedException {
    return Set.copyOf(listed(folder, "-o", "-i", "--exclude-standard", "--directory").toList());
  }

  /** The other repositories below a folder, which have the mode 160000 and lie behind a tab. */
  private static Set<String> submodules(Path folder) throws InterruptedException {
    return listed(folder, "-s")
        .filter(line -> line.startsWith("160000 "))
        .map(line -> line.substring(line.indexOf('\t') + 1))
        .collect(Collectors.toSet());
  }

  /** None where there is no git, or the whole folder is ignored, as a generated one may be. */
  private static Stream<String> listed(Path folder, String... which) throws InterruptedException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    String[] command =
        Stream.concat(Stream.of("ls-files", "-z"), Stream.of(which)).toArray(String[]::new);
    try {
      return Git.text(folder, command).stream().flatMap(names -> Stream.of(names.split("\0", -1)));
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  void readAt(String revision, String commit, SchemaFiles files)
      throws IOException, InterruptedException {
    String rest = rest();
    // As text: a name that this machine's locale cannot say is no path.
    String here = ShownPath.of(path);
    GitTree.files(
            folder(),
            commit,
            name -> name.equals(rest) || (below(rest, name) && SchemaFiles.holdsSchemas(name)),
            SchemaFiles.LARGEST)
        .forEach(
            (name, content) -> {
              String tail = rest.isEmpty() ? "/" + name : name.substring(rest.length());
              String at = here.isEmpty() ? tail.substring(1) : here + tail;
              files.add(at, revision + ":" + at, content);
            });
  }

  boolean holdsAnyOf(Collection<String> paths) {
    String here = ShownPath.of(path);
    return paths.stream().anyMatch(name -> name.equals(here) || below(here, name));
  }

  /** From the top of its repository; empty for the top itself. */
  String fromTop() throws IOException, InterruptedException {
    String above = Git.text(folder(), "rev-parse", "--show-prefix").orElse("").strip();
    return (above + rest()).replaceAll("/$", "");
  }

  static boolean below(String folder, String name) {
    return folder.isEmpty() || name.startsWith(folder + "/");
  }

  /** The folder in which git is asked: the nearest one that is here. */
  Path folder() {
    Path near = path.toAbsolutePath().normalize();
    while (!Files.isDirectory(near)) {
      near = near.getParent();
    }
    return near;
  }

  private String rest() {
    return folder().relativize(path.toAbsolutePath().normalize()).toString();
  }
}
