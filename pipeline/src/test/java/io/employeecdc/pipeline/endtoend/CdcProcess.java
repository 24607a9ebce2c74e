package io.employeecdc.pipeline.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A command as an operator starts it. */
final class CdcProcess implements AutoCloseable {
  private static final int LIMIT_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private CdcProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code cdc dlq replay}; the folder takes its output. */
  static CdcProcess replay(TestPipeline pipeline, Path folder, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("dlq", "replay", "--yes"));
    arguments.addAll(List.of(options));
    return start(
        pipeline,
        folder,
        Map.of("CDC_REPLAY_GROUP", pipeline.local().names().group() + "_replay"),
        arguments);
  }

  /**
   * Starts any command; the folder takes its output.
   *
   * @param settings environment variables beside those of the pipeline
   */
  static CdcProcess start(
      TestPipeline pipeline, Path folder, Map<String, String> settings, List<String> arguments)
      throws IOException {
    Map<String, String> environment = new TreeMap<>(pipeline.environment());
    environment.putAll(settings);
    return start(environment, folder, arguments);
  }

  /**
   * Starts any command of any pipeline; the folder takes its output.
   *
   * @param settings environment variables
   */
  static CdcProcess start(Map<String, String> settings, Path folder, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "io.employeecdc.pipeline.Cdc"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Path out = Files.createTempFile(folder, "cdc", ".out");
    Path err = Files.createTempFile(folder, "cdc", ".err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new CdcProcess(builder.start(), out, err);
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** How many letters it has said to have replayed. */
  long lines() throws IOException {
    return out().lines().filter(line -> line.matches(" +0:\\d+ .*")).count();
  }

  /**
   * As Ctrl-C does.
   *
   * @return the exit code that belongs to it
   */
  int interrupt() throws IOException, InterruptedException {
    return Interrupt.send(process.pid());
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the command does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
