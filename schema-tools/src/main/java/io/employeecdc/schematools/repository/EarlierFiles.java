package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.git.Git;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The schemas of an earlier time.
 *
 * @param label a git revision, or the folder that holds a copy
 * @param copy the folder; empty for a revision
 */
record EarlierFiles(String label, Optional<Path> copy) {
  SchemaFiles read(List<SchemaRoot> judged, List<SchemaRoot> imports)
      throws IOException, InterruptedException {
    SchemaFiles files = new SchemaFiles();
    for (SchemaRoot root : judged) {
      if (copy.isPresent()) {
        root.readCopy(copy.get(), files);
      } else {
        root.readAt(label, commit(root).orElseThrow(), files);
      }
    }
    files.endOfJudged();
    for (SchemaRoot root : imports) {
      // What is not in git, such as a download, is taken as it is now.
      Optional<String> commit = copy.isPresent() ? Optional.empty() : commit(root);
      if (commit.isPresent()) {
        root.readAt(label, commit.get(), files);
      } else {
        root.read(files);
      }
    }
    return files;
  }

  Optional<String> commit(SchemaRoot root) throws IOException, InterruptedException {
    return Git.commit(root.folder(), label);
  }
}
