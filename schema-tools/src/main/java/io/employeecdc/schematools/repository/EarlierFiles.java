package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.git.Git;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schemas of an earlier time.
 *
 * @param label a git revision, or the folder that holds a copy
 * @param copy the folder; empty for a revision
 * @param judged what is judged now, and what the settings of that time named
 * @param told whether those settings are known, so that nothing was judged that is not in judged
 */
record EarlierFiles(
    String label,
    Optional<Path> copy,
    List<SchemaRoot> judged,
    List<SchemaRoot> imports,
    boolean told) {
  SchemaFiles read() throws IOException, InterruptedException {
    SchemaFiles files = new SchemaFiles();
    for (SchemaRoot root : judged) {
      Optional<String> commit = copy.isPresent() ? Optional.empty() : commit(root);
      if (copy.isPresent()) {
        root.readCopy(copy.get(), files);
      } else if (commit.isPresent()) {
        root.readAt(label, commit.get(), files);
      }
    }
    files.endOfJudged();
    for (SchemaRoot root : imports) {
      // What is not in git, such as a download, is taken as it is now.
      Optional<String> commit = copy.isPresent() ? Optional.empty() : commit(root);
      if (commit.isPresent()) {
        root.readAt(label, commit.get(), files);
      } else if (Files.exists(root.path())) {
        root.read(files);
      }
    }
    return files;
  }

  Optional<String> commit(SchemaRoot root) throws IOException, InterruptedException {
    return Git.commit(root.folder(), label);
  }

  /**
   * Says which folders hold schemas now and held none then although there were others elsewhere: a
   * folder that was renamed would be compared with nothing.
   */
  void tellMoved(SchemaFiles now, SchemaFiles then) throws IOException, InterruptedException {
    for (SchemaRoot root : copy.isPresent() || told ? List.<SchemaRoot>of() : judged) {
      if (Files.isDirectory(root.path())
          && root.holdsAnyOf(now.paths())
          && !root.holdsAnyOf(then.paths())
          && othersThan(judged)) {
        now.say(
            RepositoryFinding.removed(
                ShownPath.of(root.path()),
                label,
                "no schema was here in " + label + ", and there were some elsewhere",
                "if they were moved, judge a folder that holds both places; if these are new,"
                    + " allow it"));
      }
    }
  }

  private boolean othersThan(List<SchemaRoot> roots) throws IOException, InterruptedException {
    SchemaRoot first = roots.get(0);
    Stream<String> others =
        Stream.of(
                Git.text(
                        first.folder(),
                        "ls-tree",
                        "-r",
                        "-z",
                        "--name-only",
                        "--full-tree",
                        commit(first).orElseThrow())
                    .orElse("")
                    .split("\0", -1))
            .filter(SchemaFiles::holdsSchemas);
    for (SchemaRoot root : roots) {
      String folder = root.fromTop();
      others = others.filter(name -> !name.equals(folder) && !SchemaRoot.below(folder, name));
    }
    return others.findAny().isPresent();
  }
}
