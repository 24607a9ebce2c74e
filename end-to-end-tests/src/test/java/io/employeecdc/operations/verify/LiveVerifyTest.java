package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.faults.Workload;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import io.employeecdc.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Verification beside four writers and the real services. Its own connections to the target may
 * only read, so whatever is healed there was healed by the consumer.
 */
@Tag("servers")
class LiveVerifyTest {
  private static final String SUFFIX = "live_verify";
  private static final String READER = "verify_reader";
  private static final String READ = "employees, employee_versions, parked_changes";
  private static final long SEED = Long.getLong("test.seed", System.nanoTime());

  /** Keys that no writer of the workload touches. */
  private static final String OTHERS =
      "insert into employees select g, 'First' || g, null, '1970-01-01', 'City', g"
          + " from generate_series(100001, 130000) g";

  private static TestPipeline pipeline;
  private static JavaService producer;
  private static JavaService consumer;

  @BeforeAll
  static void start() throws Exception {
    pipeline = TestPipeline.create(TestStack.shared(), SUFFIX);
    pipeline.asSuperuser(pipeline.targetServer(), "drop role if exists " + READER);
    pipeline.asSuperuser(
        pipeline.targetServer(), "create role " + READER + " login password 'reader'");
    pipeline.target("grant select on " + READ + " to " + READER);
    pipeline.source(OTHERS);
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    producer.start();
    consumer.start();
    pipeline.awaitEqual();
    System.out.println("workload's seed: " + SEED);
  }

  @BeforeEach
  void rest() throws Exception {
    pipeline.awaitTablesEqual();
  }

  @AfterAll
  static void end() throws Exception {
    try {
      pipeline.target("revoke all on " + READ + " from " + READER);
      pipeline.asSuperuser(pipeline.targetServer(), "drop role " + READER);
    } finally {
      pipeline.close();
    }
  }

  @Tag("nightly")
  @Test
  void says_equal_again_and_again_while_writers_run() throws Exception {
    long settled = 0;
    List<Instant> through = new ArrayList<>();
    Workload writers = Workload.start(pipeline.local(), SEED);
    try {
      for (int time = 0; time < 25; time++) {
        Instant before = Instant.now();
        JsonNode result = json(0);
        assertThat(result.get("verify").asText()).isEqualTo("equal");
        through.add(Instant.parse(result.get("verified_through").asText()));
        assertThat(through.get(time)).isAfterOrEqualTo(before.minusMillis(1));
        settled += result.get("settled").asLong();
      }
    } finally {
      writers.close();
    }
    assertThat(through).isSorted();
    assertThat(settled).as("keys that were on their way").isPositive();
  }

  @Test
  void finds_exactly_what_was_planted_and_heals_it_through_the_pipeline_while_writers_run()
      throws Exception {
    Workload writers = Workload.start(pipeline.local(), SEED);
    try {
      pipeline.target("update employees set salary = -1 where emp_id in (100010, 100011)");
      pipeline.target("delete from employees where emp_id = 100020");
      pipeline.target("insert into employees (emp_id) values (999999)");
      for (int time = 0; time < 5; time++) {
        JsonNode found = json(7);
        assertThat(found.get("verify").asText()).isEqualTo("different");
        assertThat(found.get("in_flight").asLong()).isZero();
        assertThat(found.get("keys").toString())
            .isEqualTo(
                "{\"missing\":[100020],\"extra\":[999999],\"different\":[100010,100011],"
                    + "\"in_flight\":[]}");
      }

      JsonNode healed = json(0, "--repair", "--yes");

      assertThat(healed.get("verify").asText()).isEqualTo("equal");
      assertThat(healed.get("repaired").toString()).isEqualTo("{\"rows\":3,\"deletes\":1}");
    } finally {
      writers.close();
    }
    pipeline.awaitEqual();
  }

  @Test
  void a_row_that_the_target_refuses_stays_different_until_it_is_corrected() throws Exception {
    pipeline.target("alter table employees add constraint low check (salary < 7000000)");
    pipeline.source("update employees set salary = 7654321 where emp_id = 100030");
    try {
      CommandRun found = verify();
      CommandRun repaired = verify("--repair", "--yes");

      assertThat(found.exitCode()).isEqualTo(7);
      assertThat(found.out()).containsPattern("different +1 +100030\n");
      assertThat(repaired.exitCode()).isEqualTo(7);
      assertThat(repaired.err()).contains("cdc dlq list");
      assertThat(repaired.out()).containsPattern("different +1 +100030\n");
      assertThat(repaired.out() + repaired.err()).doesNotContain("7654321");
    } finally {
      pipeline.target("alter table employees drop constraint low");
    }
    assertThat(verify("--repair", "--yes").exitCode()).isZero();
  }

  @Test
  void a_right_that_lacks_in_the_target_is_said_of_the_target() throws Exception {
    pipeline.target("revoke select on parked_changes from " + READER);
    pipeline.target("update employees set salary = -1 where emp_id = 100060");
    try {
      CommandRun run = verify();

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.err()).contains("the target database", "42501", "--target-user", "[CDC-402]");
    } finally {
      pipeline.target("grant select on parked_changes to " + READER);
    }
    assertThat(verify("--repair", "--yes").exitCode()).isZero();
  }

  @Test
  void what_the_consumer_has_not_read_is_in_flight_and_neither_equal_nor_different()
      throws Exception {
    consumer.stop();
    try {
      pipeline.source("update employees set city = 'Moved' where emp_id in (100040, 100041)");
      CommandRun run = verify("--settle", "1s");

      assertThat(run.exitCode()).isEqualTo(5);
      assertThat(run.out()).startsWith("verify: unsettled\n");
      assertThat(run.out()).containsPattern("in flight +2 +100040, 100041\n");
      assertThat(run.out()).containsPattern("group '\\S+' is \\d offsets behind in topic");
    } finally {
      consumer.start();
    }
    assertThat(verify().exitCode()).isZero();
  }

  @Test
  void what_the_producer_has_not_published_is_in_flight() throws Exception {
    producer.stop();
    try {
      pipeline.source("delete from employees where emp_id = 100050");
      CommandRun run = verify("--settle", "1s");

      assertThat(run.exitCode()).isEqualTo(5);
      assertThat(run.out())
          .containsPattern("in flight +1 +100050\n")
          .contains("producer 'live_verify' has not published all changes");
    } finally {
      producer.start();
    }
    assertThat(verify().exitCode()).isZero();
  }

  @Tag("nightly")
  @Test
  void more_differences_than_fit_into_memory_are_counted_exactly_while_writers_run()
      throws Exception {
    Workload writers = Workload.start(pipeline.local(), SEED);
    try {
      pipeline.target("delete from employees where emp_id between 110001 and 117000");
      VerifyResult found = verifyKeeping(10);

      assertThat(found.of(Kind.MISSING).count()).isEqualTo(7000);
      assertThat(found.of(Kind.MISSING).keys()).hasSize(5).startsWith(KeyValue.of(110001));
      assertThat(found.differences()).isEqualTo(7000);
      assertThat(found.of(Kind.IN_FLIGHT).count()).isZero();
      assertThat(json(0, "--repair", "--yes").get("repaired").get("rows").asLong()).isEqualTo(7000);
    } finally {
      writers.close();
    }
  }

  @Tag("nightly")
  @Test
  void more_in_flight_than_fits_into_memory_is_counted() throws Exception {
    consumer.stop();
    try {
      pipeline.source("update employees set salary = 3 where emp_id between 120001 and 120300");
      VerifyResult.DifferingKeys inFlight = verifyKeeping(10).of(Kind.IN_FLIGHT);

      assertThat(inFlight.count()).isEqualTo(300);
      assertThat(inFlight.keys()).hasSize(5);
    } finally {
      consumer.start();
    }
  }

  private static VerifyResult verifyKeeping(int candidates) throws Exception {
    PipelineWatch.Settings settings =
        new PipelineWatch.Settings(
            new Pipeline(
                pipeline.local().kafka(),
                Contract.standard(),
                pipeline.local().names().topic(),
                pipeline.local().names().group()),
            pipeline.local().names().positions(),
            SUFFIX,
            Optional.empty(),
            Duration.ofSeconds(5));
    try (Database source = Database.open(pipeline.local().source(), 2);
        Database target = Database.open(pipeline.local().target(), 2)) {
      return new Verifier(Contract.standard().table(), source, target, 1000, 5)
          .settled(settings, candidates, keys -> {});
    }
  }

  private static JsonNode json(int exitCode, String... options) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(options));
    all.addAll(List.of("--json", "-"));
    CommandRun run = verify(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    return new ObjectMapper().readTree(run.out());
  }

  private static CommandRun verify(String... options) {
    Map<String, String> environment = new TreeMap<>(pipeline.environment());
    environment.put("CDC_PRODUCER_ID", SUFFIX);
    environment.put("CDC_TARGET_USER", READER);
    environment.put("CDC_TARGET_PASSWORD", "reader");
    return CommandRun.of(new VerifyCommand(), environment, options);
  }
}
