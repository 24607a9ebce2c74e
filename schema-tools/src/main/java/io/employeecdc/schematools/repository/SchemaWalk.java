package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gathers the schemas below a folder. Symbolic links are not followed: who proposes a change could
 * let them lead anywhere on the machine that judges it.
 */
final class SchemaWalk extends SimpleFileVisitor<Path> {
  private final Path start;
  private final Path judged;
  private final Path named;
  private final SchemaSet files;

  /** What git ignores, as paths from the start, those of folders with a slash at their end. */
  private final Set<String> ignored;

  /** The other repositories, which have the mode 160000 and stand behind a tab. */
  private final Set<String> submodules;

  /**
   * @param start where to look, without links
   * @param judged what the paths of files begin with
   * @param named what messages call the place
   */
  SchemaWalk(Path start, Path judged, Path named, SchemaSet files) {
    this.start = start;
    this.judged = judged;
    this.named = named;
    this.files = files;
    this.ignored = Set.copyOf(listed("-o", "-i", "--exclude-standard", "--directory").toList());
    this.submodules =
        listed("-s")
            .filter(line -> line.startsWith("160000 "))
            .map(line -> line.substring(line.indexOf('\t') + 1))
            .collect(Collectors.toSet());
  }

  /** None where there is no git, or the whole folder is ignored, as a generated one may be. */
  private Stream<String> listed(String... which) {
    if (!Files.isDirectory(start)) {
      return Stream.empty();
    }
    String[] command =
        Stream.concat(Stream.of("ls-files", "-z"), Stream.of(which)).toArray(String[]::new);
    try {
      return Git.text(start, command).stream().flatMap(names -> Stream.of(names.split("\0", -1)));
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    String path = start.relativize(folder).toString();
    boolean other = submodules.contains(path);
    if (other) {
      say(
          Rule.NOT_JUDGED,
          folder,
          "a submodule, whose schemas are not judged here",
          "judge them in their own repository; imports may name it for its types");
    }
    return other || folder.endsWith(".git") || ignored.contains(path + "/")
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String path = start.relativize(file).toString();
    if (attributes.isSymbolicLink()) {
      if (SchemaSet.holdsSchemas(path) || Files.isDirectory(file)) {
        say(
            Rule.NOT_JUDGED,
            file,
            "a symbolic link, which is not followed",
            "name what it leads to instead");
      }
    } else if (!ignored.contains(path) && (SchemaSet.holdsSchemas(path) || file.equals(start))) {
      schema(file, path, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  private void schema(Path file, String path, BasicFileAttributes attributes) throws IOException {
    if (path.indexOf('\uFFFD') >= 0) {
      say(
          Rule.ILLEGAL_SCHEMA,
          file,
          "its name is not text",
          "rename it, or set LC_ALL=C.UTF-8 if it is UTF-8");
    } else if (!attributes.isRegularFile() || attributes.size() > SchemaSet.LARGEST) {
      say(Rule.ILLEGAL_SCHEMA, file, "too large for a schema, or no ordinary file", "take it away");
    } else if (!Files.isReadable(file)) {
      say(Rule.ILLEGAL_SCHEMA, file, "it cannot be read", "mend its permissions");
    } else {
      files.add(
          ShownPath.of(judged.resolve(start.relativize(file))),
          name(file),
          Files.readAllBytes(file));
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    say(Rule.ILLEGAL_SCHEMA, file, "it cannot be read", "mend its permissions");
    return FileVisitResult.CONTINUE;
  }

  private void say(Rule rule, Path file, String what, String remedy) {
    files.say(Finding.ofFile(rule, TextPosition.startOf(name(file)), what, remedy));
  }

  private String name(Path file) {
    return ShownPath.of(named.resolve(start.relativize(file)));
  }
}
