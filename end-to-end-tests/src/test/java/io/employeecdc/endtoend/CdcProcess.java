package io.employeecdc.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command as a process of this machine. */
final class CdcProcess implements RunningCommand {
  private static final int LIMIT_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private CdcProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param settings environment variables
   * @param classPath where it finds its classes
   */
  static CdcProcess start(Map<String, String> settings, String classPath, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "io.employeecdc.cli.Cdc"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.environment().put("CLASSPATH", classPath);
    Path out = Files.createTempFile("cdc", ".out");
    Path err = Files.createTempFile("cdc", ".err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new CdcProcess(builder.start(), out, err);
  }

  @Override
  public String out() throws IOException {
    return Files.readString(out);
  }

  @Override
  public String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public int interrupt() throws IOException, InterruptedException {
    return Interrupt.send(process.pid());
  }

  @Override
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the command does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
    try {
      Files.delete(out);
      Files.delete(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
