package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

record SchemaRoot(Path path) {
  /** Reads what lies in it, or in a copy of it, without what git ignores. */
  void read(Path copy, SchemaSet files) throws IOException {
    Path start = copy.toRealPath();
    Files.walkFileTree(start, new SchemaWalk(start, path, copy, files));
  }

  void readAt(String revision, String commit, SchemaSet files) throws IOException {
    String rest = rest();
    // As text: a name that this machine's locale cannot say is no path.
    String here = ShownPath.of(path);
    Git.files(
            folder(),
            commit,
            name -> name.equals(rest) || (below(rest, name) && SchemaSet.holdsSchemas(name)),
            SchemaSet.LARGEST)
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
  String fromTop() throws IOException {
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
