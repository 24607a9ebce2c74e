package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.git.Git;
import io.employeecdc.schematools.git.GitTree;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A file, or a folder with all below it, that holds schemas. */
record SchemaRoot(Path path) {
  /** Reads what lies there now, without what git ignores. */
  void read(SchemaFiles files) throws IOException, InterruptedException {
    readCopy(path, files);
  }

  /** Reads a copy of it that lies elsewhere. */
  void readCopy(Path copy, SchemaFiles files) throws IOException, InterruptedException {
    Path start = copy.toRealPath();
    Set<String> ignored = Files.isDirectory(start) ? ignored(start) : Set.of();
    Files.walkFileTree(start, new SchemaWalk(start, path, copy, ignored, files));
  }

  /** Empty where there is no git, or the whole folder is ignored, as a generated one may be. */
  private static Set<String> ignored(Path folder) throws InterruptedException {
    try {
      return Git.text(
              folder, "ls-files", "-z", "-o", "-i", "--exclude-standard", "--directory", "--", ".")
          .map(names -> Set.of(names.split("\0", -1)))
          .orElse(Set.of());
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Reads what lay there at a commit. */
  void readAt(String revision, String commit, SchemaFiles files)
      throws IOException, InterruptedException {
    boolean whole = Files.isDirectory(path);
    String only = whole ? "" : path.toRealPath().getFileName().toString();
    // As text: a name that this machine's locale cannot say is no path.
    String here = ShownPath.of(path);
    String above = here.isEmpty() ? "" : here + "/";
    GitTree.files(
            folder(),
            commit,
            name -> whole ? SchemaFiles.holdsSchemas(name) : name.equals(only),
            SchemaFiles.LARGEST)
        .forEach(
            (name, content) -> {
              String at = whole ? above + name : here;
              files.add(at, revision + ":" + at, content);
            });
  }

  /** The folder in which git is asked. */
  Path folder() throws IOException {
    Path real = path.toRealPath();
    return Files.isDirectory(real) ? real : real.getParent();
  }
}
