package io.employeecdc.schematools.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.options.Commands;
import io.employeecdc.schematools.command.SchemaCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Somebody's git repository. */
record RepositoryOnDisk(Path folder) {
  /** What was printed, with paths from the repository, and the exit code. */
  record Run(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    String total() {
      return lines().get(lines().size() - 1);
    }
  }

  static RepositoryOnDisk in(Path folder) throws IOException {
    RepositoryOnDisk repository = new RepositoryOnDisk(folder.toRealPath());
    repository.git("init", "-q", "-b", "main");
    return repository;
  }

  RepositoryOnDisk write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  RepositoryOnDisk delete(String path) throws IOException {
    Files.delete(folder.resolve(path));
    return this;
  }

  RepositoryOnDisk commit(String message) throws IOException {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return this;
  }

  void git(String... arguments) throws IOException {
    Process git =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"),
                        Stream.of(arguments))
                    .toList())
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(git.onExit().join().exitValue()).isZero();
  }

  /** Everything below {@code schemas} against the last commit. */
  Run check(String... options) {
    return run(
        Stream.concat(
            Stream.of("check", "--against", "HEAD", folder.resolve("schemas").toString()),
            Stream.of(options)));
  }

  /** By the settings in the repository. */
  Run checkBySettings(String... options) {
    String settings = folder.resolve("cdc-schemas.yaml").toString();
    return run(Stream.concat(Stream.of("check", "--config", settings), Stream.of(options)));
  }

  Run run(Stream<String> arguments) {
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Commands.execute(new SchemaCommand(), Map.of(), arguments.toArray(String[]::new));
      return new Run(code, fromHere(out), fromHere(err));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
  }

  private String fromHere(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
  }
}
