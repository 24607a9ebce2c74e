package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Affected;
import io.employeecdc.schemacheck.rule.Rule;
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
  SchemaSet read() throws IOException {
    SchemaSet files = new SchemaSet(label);
    for (SchemaRoot root : judged) {
      if (copy.isPresent()) {
        root.read(copy.get(), files);
      } else {
        readAt(root, files);
      }
    }
    files.endOfJudged();
    for (SchemaRoot root : imports) {
      // What is not in git, such as a download, is taken as it is now.
      boolean inGit = copy.isEmpty() && readAt(root, files);
      if (!inGit && Files.exists(root.path())) {
        root.read(root.path(), files);
      }
    }
    return files;
  }

  /** False if the revision is none of the repository in which the root lies. */
  private boolean readAt(SchemaRoot root, SchemaSet files) throws IOException {
    Optional<String> commit = commit(root);
    if (commit.isPresent()) {
      root.readAt(label, commit.get(), files);
    }
    return commit.isPresent();
  }

  private Optional<String> commit(SchemaRoot root) throws IOException {
    return Git.commit(root.folder(), label);
  }

  /**
   * Says which folders hold schemas now and held none then although there were others elsewhere: a
   * folder that was renamed would be compared with nothing.
   */
  void tellMoved(SchemaSet now, SchemaSet then) throws IOException {
    for (SchemaRoot root : copy.isPresent() || told ? List.<SchemaRoot>of() : judged) {
      if (Files.isDirectory(root.path())
          && root.holdsAnyOf(now.paths())
          && !root.holdsAnyOf(then.paths())
          && othersThan(judged)) {
        now.say(
            Finding.ofFile(
                    Rule.SCHEMA_REMOVED,
                    TextPosition.startOf(ShownPath.of(root.path())),
                    "no schema was here in " + label + ", and there were some elsewhere",
                    "if they were moved, judge a folder that holds both places; if these are new,"
                        + " allow it")
                .breaking(List.of(label), Affected.RECORDS_IN_TOPIC));
      }
    }
  }

  private boolean othersThan(List<SchemaRoot> roots) throws IOException {
    SchemaRoot first = roots.get(0);
    String commit = commit(first).orElseThrow();
    String all =
        Git.text(first.folder(), "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
            .orElse("");
    Stream<String> others = Stream.of(all.split("\0", -1)).filter(SchemaSet::holdsSchemas);
    for (SchemaRoot root : roots) {
      String folder = root.fromTop();
      others = others.filter(name -> !name.equals(folder) && !SchemaRoot.below(folder, name));
    }
    return others.findAny().isPresent();
  }
}
