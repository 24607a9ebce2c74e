package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class VerifyCommandTest {
  private static final String ROWS =
      "insert into employees select g, 'Firstname' || g, 'Lastname' || g, '1999-09-09', 'Cityname',"
          + " 7654321 from generate_series(-5, 20) g";

  private static final Map<String, String> ONCE = Map.of("CDC_SETTLE", "0");

  private static TwoTables equal;
  private static TwoTables unequal;

  @BeforeAll
  static void createTables() throws SQLException {
    equal = TwoTables.named("verify_equal");
    equal.both(ROWS);
    unequal = TwoTables.named("verify_unequal");
    unequal.both(ROWS);
    unequal.target("delete from employees where emp_id = 17");
    unequal.source("delete from employees where emp_id < -2");
    unequal.target("update employees set city = 'Elsewhere' where emp_id in (7, 9, 10, 11, 12)");
  }

  @Test
  void equal_tables_end_with_exit_code_0_and_the_row_counts() {
    CommandRun run = equal.command(Map.of());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .matches("verify: equal\nsource  26 rows\ntarget  26 rows\nverified through 20\\S+Z\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void different_tables_end_with_exit_code_7_and_a_table_of_keys() {
    CommandRun run = unequal.command(ONCE);

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out().replaceFirst("20\\S+Z", "NOW"))
        .isEqualTo(
            """
            verify: different
            source  23 rows
            target  25 rows
            verified through NOW, but for the keys below

            KIND       KEYS  EMP_ID
            missing       1  17
            extra         3  -5, -4, -3
            different     5  7, 9, 10, 11, 12
            """);
  }

  @Test
  void prints_keys_but_no_value_of_a_row() {
    CommandRun text = unequal.command(ONCE);
    CommandRun json = unequal.command(ONCE, "--json", "-");

    assertThat(text.out() + text.err() + json.out() + json.err())
        .doesNotContain("Firstname", "Lastname", "1999", "Cityname", "Elsewhere", "7654321");
  }

  @Test
  void says_how_many_keys_it_does_not_list() {
    CommandRun run = unequal.command(Map.of("CDC_LIMIT", "2"), "--settle", "0");

    assertThat(run.out()).contains("different     5  7, 9, 3 more\n");
  }

  /**
   * A target that was given for both was proven equal, and every consumer's write captured again.
   */
  @Test
  void a_table_that_is_source_and_target_at_once_is_no_proof_and_no_pipeline() {
    for (String command : List.of("verify", "setup")) {
      CommandRun run = equal.withTargetForBoth(command);

      assertThat(run.exitCode()).as(command).isEqualTo(3);
      assertThat(run.err())
          .contains("are one database and schema", "--source-url and --target-url");
    }
  }

  @Test
  void json_replaces_the_text_on_standard_output() throws Exception {
    ObjectNode json =
        (ObjectNode) new ObjectMapper().readTree(unequal.command(ONCE, "--json", "-").out());

    assertThat(Instant.parse(json.remove("verified_through").asText())).isBefore(Instant.now());

    assertThat(json)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"verify": "different", "source_rows": 23, "target_rows": 25,
                     "missing": 1, "extra": 3, "different": 5, "in_flight": 0, "settled": 0,
                     "keys": {"missing": [17], "extra": [-5, -4, -3],
                              "different": [7, 9, 10, 11, 12], "in_flight": []}}
                    """));
  }

  @Test
  void json_goes_to_a_file_beside_the_text(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("verify.json");

    CommandRun run = equal.command(Map.of(), "--json", file.toString());

    assertThat(run.out()).startsWith("verify: equal\n");
    assertThat(new ObjectMapper().readTree(file.toFile()).get("verify").asText())
        .isEqualTo("equal");
  }

  @Test
  void names_all_bad_options_at_once() {
    CommandRun run =
        equal.command(
            Map.of("CDC_TARGET_URL", ""), "--limit", "x", "--json", "nowhere/x", "--colour");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--target-url", "--limit", "--json", "--colour");
  }

  @Test
  void a_wrong_password_ends_with_exit_code_4_and_is_not_repeated() {
    CommandRun run = equal.command(Map.of("CDC_TARGET_PASSWORD", "not-it"));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("target", "--target-password-file").doesNotContain("not-it");
  }

  @Test
  void an_unreachable_database_ends_with_exit_code_5() {
    CommandRun run = equal.command(Map.of("CDC_SOURCE_URL", "jdbc:postgresql://127.0.0.1:1/x"));

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("source", "127.0.0.1:1", "--source-url");
  }

  @Test
  void a_missing_table_ends_with_exit_code_3() throws Exception {
    TwoTables empty = TwoTables.named("verify_no_table");
    empty.target("drop table employees");

    CommandRun run = empty.command(Map.of());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("target", "42P01");
  }

  @Test
  void equal_tables_need_no_kafka() {
    CommandRun run = equal.command(Map.of("CDC_BOOTSTRAP_SERVERS", "127.0.0.1:1"));

    assertThat(run.exitCode()).isZero();
  }

  @Test
  void a_difference_that_cannot_be_settled_without_kafka_ends_with_exit_code_5() {
    Map<String, String> brokers = new TreeMap<>(Impatient.WITH_KAFKA);
    brokers.put("CDC_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    CommandRun run = unequal.command(brokers);

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("127.0.0.1:1", "--bootstrap-servers", "--settle 0");
    assertThat(run.out()).isEmpty();
  }

  @Tag("nightly")
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void brokers_that_die_while_positions_are_read_end_it_with_exit_code_5(@TempDir Path folder)
      throws Exception {
    LocalStack stack = TestStack.shared();
    String topic = "verify_positions_cut";
    StringSerializer text = new StringSerializer();
    KafkaSettings kafka = new KafkaSettings(stack.bootstrapServers(), Map.of());
    try (Admin admin = Admin.create(kafka.client("test"))) {
      admin
          .createTopics(
              List.of(new NewTopic(topic, 1, (short) 1), new NewTopic("verify_cut", 1, (short) 1)))
          .all()
          .get();
    }
    try (KafkaProducer<String, String> others =
        new KafkaProducer<>(kafka.client("test"), text, text)) {
      for (int batch = 0; batch < 50; batch++) {
        others.send(new ProducerRecord<>(topic, "another-producer", "{}")).get();
      }
    }
    Path config = folder.resolve("kafka.properties");
    Files.writeString(
        config,
        "max.poll.records=1\nmax.partition.fetch.bytes=1\ninterceptor.classes="
            + BrokersStop.class.getName());
    Map<String, String> settings =
        Map.of(
            "CDC_KAFKA_CONFIG",
            config.toString(),
            "CDC_TOPIC",
            "verify_cut",
            "CDC_POSITION_TOPIC",
            topic);

    CommandRun run;
    try {
      run = unequal.command(settings, "--settle", "3s");
    } finally {
      stack.brokers().forEach(Server::start);
    }

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(5);
    assertThat(run.err())
        .contains(
            "reading topic 'verify_positions_cut' at Kafka", "--bootstrap-servers", "CDC-502");
    assertThat(run.out()).isEmpty();
  }

  /** In verify's own client: once it has read one record, no broker does anything any more. */
  public static final class BrokersStop implements ConsumerInterceptor<String, byte[]> {
    @Override
    public ConsumerRecords<String, byte[]> onConsume(ConsumerRecords<String, byte[]> records) {
      TestStack.shared().brokers().forEach(Server::pause);
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> config) {}

    @Override
    public void close() {}
  }

  @Test
  void compares_once_without_any_option_of_kafka() {
    CommandRun run = unequal.command(Map.of("CDC_BOOTSTRAP_SERVERS", ""), "--settle", "0");

    assertThat(run.exitCode()).isEqualTo(7);
  }

  @Test
  void a_repair_needs_an_answer_or_yes_and_time_to_settle() {
    CommandRun run = unequal.command(ONCE, "--repair");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--yes", "--settle");
  }

  /** With no policy for the role it was 0 rows, equal to none; with a repair, none were left. */
  @Test
  void rows_that_a_policy_hides_are_an_error_and_never_missing() throws Exception {
    TwoTables hidden = TwoTables.named("verify_hidden");
    hidden.both(ROWS);
    hidden.source(
        "alter table employees enable row level security;"
            + " alter table employees force row level security");

    for (CommandRun run :
        List.of(
            hidden.command(ONCE),
            hidden.command(Map.of(), "--repair", "--yes", "--max-deletes", "100%"))) {
      assertThat(run.exitCode()).as(run.out()).isIn(3, 4);
      assertThat(run.err()).contains("row level security");
      assertThat(run.out()).isEmpty();
    }
    hidden.target("delete from employees where emp_id = 20");
    hidden.source("alter table employees no force row level security");
    assertThat(hidden.command(ONCE).out()).contains("source  26 rows", "target  25 rows");
  }

  @Test
  void the_last_result_is_written_as_metrics(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cdc.prom");

    unequal.command(ONCE, "--metrics-file", file.toString());

    assertThat(Files.readAllLines(file))
        .contains(
            "# TYPE cdc_verify_keys gauge",
            "cdc_verify_equal{contract=\"EmployeeCDC\"} 0",
            "cdc_verify_rows{contract=\"EmployeeCDC\",side=\"source\"} 23",
            "cdc_verify_rows{contract=\"EmployeeCDC\",side=\"target\"} 25",
            "cdc_verify_keys{contract=\"EmployeeCDC\",kind=\"missing\"} 1",
            "cdc_verify_keys{contract=\"EmployeeCDC\",kind=\"extra\"} 3",
            "cdc_verify_keys{contract=\"EmployeeCDC\",kind=\"different\"} 5",
            "cdc_verify_keys{contract=\"EmployeeCDC\",kind=\"in_flight\"} 0")
        .anyMatch(
            line ->
                line.matches(
                    "cdc_verify_through_timestamp_seconds\\{contract=\"EmployeeCDC\"\\} \\d{10}\\.\\d{3}"))
        .anyMatch(
            line ->
                line.matches(
                    "cdc_verify_last_run_timestamp_seconds\\{contract=\"EmployeeCDC\"\\} \\d{10}\\.\\d{3}"))
        .anyMatch(
            line ->
                line.matches(
                    "cdc_verify_duration_seconds\\{contract=\"EmployeeCDC\"\\} \\d\\.\\d{3}"));
    equal.command(Map.of(), "--metrics-file", file.toString());
    assertThat(Files.readAllLines(file)).contains("cdc_verify_equal{contract=\"EmployeeCDC\"} 1");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
