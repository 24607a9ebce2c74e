package io.employeecdc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each program as a process of its own, which knows where Kafka and the registry are. */
@Tag("servers")
class ReadersTest {
  private static final Path MAIN = Path.of("src/main");
  private static final Executor PATIENCE = CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES);

  @TempDir private Path folder;

  @BeforeAll
  static void fill() throws Exception {
    ReleasedRecords.publishTo(TestStack.shared());
  }

  @ParameterizedTest
  @ValueSource(classes = {PlainReader.class, SpringReader.class, StreamsTable.class})
  void a_reader_in_java_prints_what_the_guide_says(Class<?> reader) throws Exception {
    Path source = MAIN.resolve("java").resolve(reader.getName().replace('.', '/') + ".java");

    assertPrints(
        Guide.read().outputOf(source),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Djava.io.tmpdir=" + folder,
        "-cp",
        System.getProperty("java.class.path"),
        reader.getName());
  }

  @Test
  void the_reader_in_python_prints_what_the_guide_says() throws Exception {
    Path source = MAIN.resolve("python/read_topic.py");
    List<String> expected = Guide.read().outputOf(source);
    Optional<String> python = pythonWithLibraries();
    assumeThat(python).as("no Python here has confluent_kafka and avro").isPresent();

    assertPrints(expected, python.orElseThrow(), source.toString());
  }

  /** Readers go on for ever; no more is to come once the last line of the guide has. */
  private void assertPrints(List<String> expected, String... command) throws IOException {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("CDC_BOOTSTRAP_SERVERS", TestStack.shared().bootstrapServers());
    builder
        .environment()
        .put("CDC_SCHEMA_REGISTRY_URL", TestStack.shared().registryUrl().toString());
    Process reader = builder.start();
    PATIENCE.execute(reader::destroy);
    List<String> printed;
    try (var lines = reader.inputReader()) {
      printed = lines.lines().limit(expected.size()).toList();
    } finally {
      reader.destroy();
    }
    assertThat(printed).as("errors: %s", Files.readString(errors)).isEqualTo(expected);
  }

  private static Optional<String> pythonWithLibraries() {
    return Stream.of("python3", "/usr/bin/python3").filter(ReadersTest::hasLibraries).findFirst();
  }

  private static boolean hasLibraries(String python) {
    try {
      return new ProcessBuilder(python, "-c", "import avro.io, confluent_kafka")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
