package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.cli.Cdc;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as processes, whose output cannot be written, is not read, or is in another country. */
@Tag("servers")
class LostOutputTest {
  private static final LocalStack STACK = TestStack.shared();
  private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";

  private static Map<String, String> environment;

  @TempDir Path folder;

  @BeforeAll
  static void setUp() throws Exception {
    LocalPipeline pipeline = LocalPipeline.create(STACK, Contract.standard(), "lost_output");
    pipeline.setUp();
    environment = new TreeMap<>(STACK.environment());
    environment.putAll(pipeline.environment());
  }

  private record Ended(int exitCode, String out, String err) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dlq list",
        "dlq list --json -",
        "verify --json -",
        "status",
        "schema check --against old.avsc old.avsc",
        "--help"
      })
  void a_full_disk_ends_a_command_with_3_and_one_line(String command) throws Exception {
    Ended ended = run("", command, " > /dev/full");

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err().strip())
        .hasLineCount(1)
        .contains("cannot be written to standard output", "check where it goes to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dlq list", "verify --json -", "schema check --against old.avsc old.avsc"})
  void whoever_stops_reading_ends_a_command_quietly_with_141(String command) throws Exception {
    Ended ended = run("", command, " | true; exit ${PIPESTATUS[0]}");

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(141);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void a_watched_status_ends_when_nobody_looks_any_more() throws Exception {
    Ended ended = run("", "status --watch 1", " | head -1; exit ${PIPESTATUS[0]}");

    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(141);
  }

  @Test
  void numbers_are_the_same_in_every_country() throws Exception {
    String arabic = "-Duser.language=ar -Duser.country=EG ";
    Ended english = run("", "verify", "");
    Ended other = run(arabic, "verify", "");

    assertThat(english.exitCode()).isZero();
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(other.out())
        .contains("0 rows")
        .doesNotContainPattern("[\\u0660-\\u0669\\u06f0-\\u06f9]");
    assertThat(run(arabic, "stack status --stack-directory no-such", "").err())
        .contains("no local stack");
  }

  @Test
  @Tag("nightly")
  void a_local_stack_starts_in_every_country() throws Exception {
    String arabic = "-Duser.language=ar -Duser.country=EG ";
    String stack = " --stack-directory " + folder.resolve("stack");

    Ended up = run(arabic, "stack up" + stack, "");
    Ended down = run(arabic, "stack down" + stack, "");

    assertThat(up.exitCode()).as(up.err()).isZero();
    assertThat(up.out()).containsPattern("kafka-1 +up +127\\.0\\.0\\.1:[0-9]+ ");
    assertThat(down.exitCode()).as(down.err()).isZero();
  }

  @Test
  void a_file_with_values_is_its_owners_alone_also_where_one_was_there() throws Exception {
    Path fresh = folder.resolve("fresh.json");
    Path there = Files.writeString(folder.resolve("there.json"), "old");
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-rw-rw-"));

    for (Path file : new Path[] {fresh, there}) {
      assertThat(run("", "dlq list --json " + file, "").exitCode()).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).contains("\"count\"");
    }
    assertThat(run("", "dlq list --json /dev/stdout", "").out()).contains("\"count\"");
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private Ended run(String options, String command, String rest)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("old.avsc"), SCHEMA);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash",
            "-c",
            "\"%s\" -XX:TieredStopAtLevel=1 %s%s %s%s"
                .formatted(java, options, Cdc.class.getName(), command, rest));
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", absolute(System.getProperty("java.class.path")));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command).isTrue();
      return new Ended(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
