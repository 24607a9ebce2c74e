package io.employeecdc.schematools.command;

import io.employeecdc.contract.release.Frozen;
import io.employeecdc.contract.release.FrozenSince;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.contract.release.Tampering;
import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.git.Git;
import io.employeecdc.schematools.rule.Affected;
import io.employeecdc.schematools.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What happened to the released versions of a folder.
 *
 * @param findings by the name of the schema
 */
record FrozenVersions(SchemaFolder folder, SortedMap<String, List<Finding>> findings) {
  /** All that is wrong with them, now and compared with what they were at revisions. */
  static SortedMap<String, List<Finding>> findings(SchemaFolder folder, List<String> revisions) {
    FrozenVersions frozen = new FrozenVersions(folder, new TreeMap<>());
    for (String name : folder.releasedNames()) {
      Frozen.check(frozen.now(name)).forEach(tampering -> frozen.add(name, tampering));
    }
    revisions.forEach(frozen::checkSince);
    return frozen.findings;
  }

  private void checkSince(String revision) {
    SortedMap<String, SortedMap<String, byte[]>> then = new TreeMap<>();
    String released = SchemaFolder.RELEASED + "/";
    filesAt(revision, path -> path.startsWith(released))
        .forEach(
            (path, content) -> {
              String[] parts = path.substring(released.length()).split("/", 2);
              if (parts.length == 2) {
                then.computeIfAbsent(parts[0], name -> new TreeMap<>()).put(parts[1], content);
              }
            });
    then.forEach(
        (name, files) ->
            FrozenSince.check(revision, new ReleasedFiles(files), now(name))
                .forEach(tampering -> add(name, tampering)));
  }

  /**
   * None if git cannot be run or has no such revision, which whoever read a schema there has said.
   */
  private SortedMap<String, byte[]> filesAt(String revision, Predicate<String> wanted) {
    Path root = folder.path().toAbsolutePath().normalize();
    try {
      Optional<String> commit = Git.commit(root, revision);
      return commit.isEmpty()
          ? new TreeMap<>()
          : Git.files(root, commit.get(), wanted, Integer.MAX_VALUE);
    } catch (IOException e) {
      return new TreeMap<>();
    }
  }

  private ReleasedFiles now(String name) {
    try {
      return ReleasedFiles.read(folder.releasedFolder(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One finding for each place: what it was at a revision adds nothing to what is said already. */
  private void add(String name, Tampering tampering) {
    String file = ShownPath.of(folder.releasedFolder(name).resolve(tampering.file()));
    TextPosition at = new TextPosition(file, tampering.line(), 1);
    List<Finding> known = findings.computeIfAbsent(name, n -> new ArrayList<>());
    if (known.stream().noneMatch(f -> f.file().equals(file) && f.at().equals(at))) {
      known.add(
          Finding.of(Rule.RELEASED_FILE_CHANGED, at, name, tampering.message(), tampering.remedy())
              .breaking(List.of(), Affected.RECORDS_IN_TOPIC, Affected.DEAD_LETTERS));
    }
  }
}
