package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.rule.Affected;
import io.employeecdc.schematools.rule.Rule;
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
   * Complains where no schema was in what is judged although there were some elsewhere: a folder
   * that was renamed would be compared with nothing.
   */
  void tellMoved(SchemaSet now, SchemaSet then) throws IOException {
    Optional<SchemaRoot> folder =
        judged.stream().filter(root -> Files.isDirectory(root.path())).findFirst();
    boolean unknown = copy.isEmpty() && !told && !now.empty() && then.empty();
    if (!unknown || folder.isEmpty() || !hadSchemas(folder.get())) {
      return;
    }
    now.say(
        Finding.ofFile(
                Rule.SCHEMA_REMOVED,
                TextPosition.startOf(ShownPath.of(folder.get().path())),
                "no schema was here in " + label + ", and there were some elsewhere",
                "if they were moved, judge a folder that holds both places; if these are new,"
                    + " allow it")
            .breaking(List.of(label), Affected.RECORDS_IN_TOPIC));
  }

  /** Whether the whole repository had any. */
  private boolean hadSchemas(SchemaRoot root) throws IOException {
    String commit = commit(root).orElseThrow();
    return Git.text(root.folder(), "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
        .stream()
        .flatMap(names -> Stream.of(names.split("\0", -1)))
        .anyMatch(SchemaSet::holdsSchemas);
  }
}
