package io.employeecdc.schematools.command;

import io.employeecdc.contract.release.Frozen;
import io.employeecdc.contract.release.FrozenSince;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.contract.release.Tampering;
import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.check.Severity;
import io.employeecdc.schematools.rule.Affected;
import io.employeecdc.schematools.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

final class FrozenVersions {
  private final SchemaFolder folder;
  private final SortedMap<String, List<Finding>> findings = new TreeMap<>();

  FrozenVersions(SchemaFolder folder) {
    this.folder = folder;
  }

  void check() {
    for (String name : folder.releasedNames()) {
      Frozen.check(now(name)).forEach(tampering -> add(name, tampering));
    }
  }

  void checkSince(String revision) {
    SortedMap<String, SortedMap<String, byte[]>> then = new TreeMap<>();
    GitRevision.files(revision, folder.path(), SchemaFolder.RELEASED)
        .forEach(
            (path, content) -> {
              int slash = path.indexOf('/');
              if (slash > 0) {
                then.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
                    .put(path.substring(slash + 1), content);
              }
            });
    then.forEach(
        (name, files) ->
            FrozenSince.check(revision, new ReleasedFiles(files), now(name))
                .forEach(tampering -> add(name, tampering)));
  }

  /** The findings about one schema's versions, which are then no longer here. */
  List<Finding> take(String name) {
    List<Finding> taken = findings.remove(name);
    return taken == null ? List.of() : taken;
  }

  List<Finding> takeAll() {
    List<Finding> all = findings.values().stream().flatMap(List::stream).toList();
    findings.clear();
    return all;
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
          Finding.of(
                  Rule.RELEASED_FILE_CHANGED,
                  Severity.ERROR,
                  at,
                  name,
                  tampering.message(),
                  tampering.remedy())
              .breaking(List.of(), Affected.RECORDS_IN_TOPIC, Affected.DEAD_LETTERS));
    }
  }
}
