package io.employeecdc.workbench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class DemoCommandTest {
  private static final String HEADER =
      "changed_on,action,emp_id,first_name,last_name,dob,city,salary\n";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void ends_equal_where_all_is_encrypted_writes_the_json_and_leaves_nothing_behind()
      throws Exception {
    Path file = folder.resolve("out.json");

    CommandRun run = demo("--changes", "2000", "--secure", "--json", file.toString());

    assertThat(run.err() + run.out())
        .contains(
            "playing 1,000 changes into the source, as fast as one client can",
            "playing the last 1,000, each in a transaction of its own",
            "changes/s, by one client",
            "verify: equal",
            "docs/your-own-databases.md");
    assertThat(run.exitCode()).isZero();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "changes",
            "published",
            "consumed",
            "applied",
            "duplicates",
            "superseded",
            "dead_lettered",
            "tombstones",
            "parked",
            "source_rows",
            "target_rows",
            "verify",
            "events_per_second",
            "latency_ms",
            "bytes_per_record",
            "played_per_second",
            "behind_player_ms",
            "latency_warm_ms");
    assertThat(json.get("changes").asLong()).isEqualTo(2000);
    assertThat(json.get("published").asLong()).isEqualTo(2000);
    assertThat(json.get("consumed").asLong())
        .isEqualTo(
            List.of("applied", "duplicates", "superseded", "dead_lettered", "tombstones", "parked")
                .stream()
                .mapToLong(name -> json.get(name).asLong())
                .sum());
    assertThat(json.get("dead_lettered").asLong()).isZero();
    assertThat(json.get("source_rows").asLong())
        .isPositive()
        .isEqualTo(json.get("target_rows").asLong());
    assertThat(json.get("verify").asText()).isEqualTo("equal");
    assertThat(json.get("latency_ms").fieldNames())
        .toIterable()
        .containsExactly("p50", "p95", "p99", "max");
    assertThat(json.get("latency_warm_ms").fieldNames())
        .toIterable()
        .containsExactly("p50", "p95", "p99");
    assertThat(json.get("played_per_second").asLong())
        .isGreaterThanOrEqualTo(json.get("events_per_second").asLong());
    assertThat(stack()).doesNotExist();
  }

  @Test
  void ends_equal_where_debezium_reads_the_log_and_the_source_has_no_trigger() {
    CommandRun run = demo("--changes", "2000", "--capture", "debezium");

    assertThat(run.err() + run.out()).contains("slot and publication", "verify: equal");
    assertThat(run.exitCode()).isZero();
    assertThat(stack()).doesNotExist();
  }

  @Tag("nightly")
  @Test
  void plays_a_compressed_history_through_three_brokers_and_prints_the_json() throws Exception {
    Path file = folder.resolve("changes.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      String changes =
          HEADER
              + "1985-01-01,INSERT,10001,Ada,Okafor,1950-01-01,Lyon,50000\n"
              + "1985-01-01,INSERT,10002,Grace,Silva,,,\n"
              + "1985-01-02,UPDATE,10001,Ada,Okafor,1950-01-01,Oslo,51000\n"
              + "1985-01-03,DELETE,10002,,,,,\n";
      out.write(changes.getBytes(StandardCharsets.UTF_8));
    }

    CommandRun run = demo("--input", file.toString(), "--brokers", "3", "--json", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("Kafka (3)");
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("changes").asLong()).isEqualTo(4);
    assertThat(json.get("applied").asLong()).isEqualTo(4);
    assertThat(json.get("tombstones").asLong()).isEqualTo(1);
    assertThat(json.get("source_rows").asLong()).isEqualTo(1);
    assertThat(json.get("target_rows").asLong()).isEqualTo(1);
    assertThat(json.get("verify").asText()).isEqualTo("equal");
  }

  @Tag("nightly")
  @Test
  void keep_leaves_everything_running_and_what_it_says_to_try_next_works() throws Exception {
    CommandRun run = demo("--changes", "100", "--keep", "--sites", "2");

    LocalStack running = LocalStack.find(stack()).orElseThrow();
    try {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("eval \"$(./cdc stack env)\"", "./cdc verify", "./cdc stack down")
          .doesNotContain("./cdc demo --keep")
          .contains(running.bootstrapServers(), running.registryUrl().toString());
      LocalStack second = running.sites().get(1);
      assertThat(run.out())
          .contains(second.bootstrapServers(), second.registryUrl().toString())
          .contains("127.0.0.1:" + second.services().get(0).port())
          .contains("stack env --stack-directory " + second.directory());
      List<String> statements =
          Pattern.compile("-c \"(.+)\"").matcher(run.out()).results().map(s -> s.group(1)).toList();
      assertThat(statements).hasSize(2);
      try (Connection source = LocalPipeline.standard(running).connectSource();
          Statement update = source.createStatement()) {
        assertThat(update.executeUpdate(statements.get(0))).isEqualTo(1);
      }
      await().atMost(PATIENCE).until(() -> city(running, statements.get(1)), "Lisbon"::equals);
    } finally {
      running.down();
    }
    assertThat(stack()).doesNotExist();
  }

  private static String city(LocalStack running, String select) throws SQLException {
    try (Connection target = LocalPipeline.standard(running).connectTarget();
        Statement statement = target.createStatement();
        ResultSet row = statement.executeQuery(select)) {
      row.next();
      return row.getString("city");
    }
  }

  @Test
  void a_wrong_header_exits_7_names_the_file_and_starts_nothing() throws Exception {
    assertRefused("when,what,who\n1985-01-01,INSERT,1\n", "line 1", "the header is not changed_on");
    assertRefused("", "line 1", "the header is not changed_on");
    assertRefused("changed_on,,emp_id\n", "line 1", "the header is not changed_on");
  }

  @Test
  void a_wrong_date_exits_7_names_file_line_and_fault_and_starts_nothing() throws Exception {
    assertRefused(
        HEADER
            + "1985-01-01,INSERT,1,Ada,Okafor,1950-01-01,Lyon,50000\n"
            + "1985-01-02,INSERT,2,Grace,Silva,1950-02-30,Lyon,50000\n",
        "line 3",
        "dob is not a date");
  }

  private void assertRefused(String csv, String line, String what) throws IOException {
    Path file = Files.writeString(folder.resolve("changes.csv"), csv);

    CommandRun run = demo("--input", file.toString());

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).contains(file.toString(), line, what).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(stack()).doesNotExist();
  }

  private CommandRun demo(String option, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--stack-directory";
    arguments[1] = stack().toString();
    arguments[2] = option;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.of(new DemoCommand(), Map.of(), arguments);
  }

  private Path stack() {
    return folder.resolve("stack");
  }
}
