package io.employeecdc.schematools.command;

import io.employeecdc.contract.release.FrozenSince;
import io.employeecdc.contract.release.ReleaseGuard;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.contract.release.Tampering;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Affected;
import io.employeecdc.schemacheck.rule.Rule;
import io.employeecdc.schematools.repository.Git;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The module {@code schemas}: the schema and its released versions. */
record SchemaFolder(Path path) {
  /** Where the released versions are, each schema's in a folder of its name. */
  private static final String RELEASED = "src/main/resources/released";

  private static final Pattern VERSION = Pattern.compile("v([1-9]\\d{0,5})\\.avsc");

  /** The folder that is named, else that of the checkout that the launcher belongs to. */
  static SchemaFolder of(String named) {
    if (named != null) {
      return new SchemaFolder(OptionReader.path(named));
    }
    Path here = Path.of("schemas");
    String checkout = System.getProperty("cdc.checkout");
    if (Files.isDirectory(here.resolve("src/main/avro")) || checkout == null) {
      return new SchemaFolder(here);
    }
    return new SchemaFolder(Path.of(checkout, "schemas"));
  }

  List<Path> working() {
    return listed(path.resolve("src/main/avro")).stream()
        .filter(f -> f.toString().endsWith(".avsc"))
        .toList();
  }

  static String name(Path schema) {
    return schema.getFileName().toString().replaceFirst("\\.avsc$", "");
  }

  Path releasedFolder(String name) {
    return path.resolve(RELEASED).resolve(name);
  }

  List<SchemaText> released(OptionReader options, Path schema) {
    SortedMap<Integer, Path> versions = new TreeMap<>();
    for (Path file : listed(releasedFolder(name(schema)))) {
      Matcher version = VERSION.matcher(file.getFileName().toString());
      if (version.matches()) {
        versions.put(Integer.valueOf(version.group(1)), file);
      }
    }
    return versions.entrySet().stream()
        .flatMap(
            v ->
                SchemaText.read(options, "--schemas", "version " + v.getKey(), v.getValue())
                    .stream())
        .toList();
  }

  private static List<Path> listed(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What happened to the released versions, now and compared with what they were at revisions, by
   * the name of the schema.
   */
  SortedMap<String, List<Finding>> tampered(List<String> revisions) {
    SortedMap<String, List<Finding>> findings = new TreeMap<>();
    for (Path released : listed(path.resolve(RELEASED))) {
      if (Files.isDirectory(released)) {
        String name = released.getFileName().toString();
        ReleaseGuard.check(now(name)).forEach(tampering -> add(name, tampering, findings));
      }
    }
    revisions.forEach(revision -> tamperedSince(revision, findings));
    return findings;
  }

  private void tamperedSince(String revision, SortedMap<String, List<Finding>> findings) {
    SortedMap<String, SortedMap<String, byte[]>> then = new TreeMap<>();
    String released = RELEASED + "/";
    filesAt(revision, file -> file.startsWith(released))
        .forEach(
            (file, content) -> {
              String[] parts = file.substring(released.length()).split("/", 2);
              if (parts.length == 2) {
                then.computeIfAbsent(parts[0], name -> new TreeMap<>()).put(parts[1], content);
              }
            });
    then.forEach(
        (name, files) ->
            FrozenSince.check(revision, new ReleasedFiles(files), now(name))
                .forEach(tampering -> add(name, tampering, findings)));
  }

  /**
   * None if git cannot be run or has no such revision, which whoever read a schema there has said.
   */
  private SortedMap<String, byte[]> filesAt(String revision, Predicate<String> wanted) {
    Path root = path.toAbsolutePath().normalize();
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
      return ReleasedFiles.read(releasedFolder(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One finding for each place: what it was at a revision adds nothing to what is said already. */
  private void add(String name, Tampering tampering, SortedMap<String, List<Finding>> findings) {
    String file = ShownPath.of(releasedFolder(name).resolve(tampering.file()));
    TextPosition at = new TextPosition(file, tampering.line(), 1);
    List<Finding> known = findings.computeIfAbsent(name, n -> new ArrayList<>());
    if (known.stream().noneMatch(f -> f.file().equals(file) && f.at().equals(at))) {
      known.add(
          Finding.of(Rule.RELEASED_FILE_CHANGED, at, name, tampering.message(), tampering.remedy())
              .breaking(List.of(), Affected.RECORDS_IN_TOPIC, Affected.DEAD_LETTERS));
    }
  }
}
