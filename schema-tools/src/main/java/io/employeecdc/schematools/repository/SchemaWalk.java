package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Gathers the schemas below a folder. Symbolic links are not followed: who proposes a change could
 * let them lead anywhere on the machine that judges it.
 */
final class SchemaWalk extends SimpleFileVisitor<Path> {
  private final Path start;
  private final Path judged;
  private final Path named;
  private final Set<String> ignored;
  private final Set<String> submodules;
  private final SchemaFiles files;

  /**
   * @param start where to look, without links
   * @param judged what the paths of files begin with
   * @param named what messages call the place
   * @param ignored paths from there, those of folders with a slash at their end
   * @param submodules paths from there
   */
  SchemaWalk(
      Path start,
      Path judged,
      Path named,
      Set<String> ignored,
      Set<String> submodules,
      SchemaFiles files) {
    this.start = start;
    this.judged = judged;
    this.named = named;
    this.ignored = ignored;
    this.submodules = submodules;
    this.files = files;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    String path = start.relativize(folder).toString();
    boolean other = submodules.contains(path);
    if (other) {
      note(
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
      if (SchemaFiles.holdsSchemas(path) || Files.isDirectory(file)) {
        note(file, "a symbolic link, which is not followed", "name what it leads to instead");
      }
    } else if (!ignored.contains(path) && (SchemaFiles.holdsSchemas(path) || file.equals(start))) {
      schema(file, path, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  private void schema(Path file, String path, BasicFileAttributes attributes) throws IOException {
    if (path.indexOf('\uFFFD') >= 0) {
      error(file, "its name is not text", "rename it, or set LC_ALL=C.UTF-8 if it is UTF-8");
    } else if (!attributes.isRegularFile() || attributes.size() > SchemaFiles.LARGEST) {
      error(file, "too large for a schema, or no ordinary file", "take it away");
    } else if (!Files.isReadable(file)) {
      error(file, "it cannot be read", "mend its permissions");
    } else {
      files.add(
          ShownPath.of(judged.resolve(start.relativize(file))),
          name(file),
          Files.readAllBytes(file));
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    error(file, "it cannot be read", "mend its permissions");
    return FileVisitResult.CONTINUE;
  }

  private void note(Path file, String what, String remedy) {
    say(RepositoryFinding.note(Rule.NOT_JUDGED, TextPosition.startOf(name(file)), what, remedy));
  }

  private void error(Path file, String what, String remedy) {
    say(
        RepositoryFinding.error(
            Rule.ILLEGAL_SCHEMA, TextPosition.startOf(name(file)), what, remedy));
  }

  private void say(Finding finding) {
    files.say(finding);
  }

  private String name(Path file) {
    return ShownPath.of(named.resolve(start.relativize(file)));
  }
}
