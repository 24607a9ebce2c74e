package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.Impatient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@AnyPlace
class StatusTest {
  private static final int CHANGES = 500;
  private static final String NOBODY = "127.0.0.1:1";

  /** The tests' own stack has services of other tests. */
  private static final Map<String, String> NO_STACK = Map.of("CDC_STACK_DIRECTORY", "none");

  private static PipelineUnderTest pipeline;
  private static Service producer;
  private static Service consumer;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderTest.create("status");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
    pipeline.play(CHANGES, 10).join();
    Poison.send(pipeline.channel());
    pipeline.awaitTablesEqual();
    pipeline.accountedFor(producer, consumer);
    // On a busy machine a consumer that has just started may be out of touch with its group for a
    // second.
    await().atMost(Duration.ofSeconds(30)).until(() -> status("--peer", peers()).exitCode() == 0);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @Test
  void a_pipeline_at_rest_is_healthy_and_the_screen_shows_each_stage() throws Exception {
    CommandRun run = status("--peer", peers());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).describedAs(run.out()).isZero();
    assertThat(run.out())
        .startsWith("healthy  ")
        .contains("topic " + pipeline.channel().names().topic() + "\n")
        .containsPattern("\nproducer  " + pipeline.peer(producer) + " +ready  writes \\d+ ")
        .containsPattern("\nconsumer  " + pipeline.peer(consumer) + " +ready  reads \\d+ ")
        .containsPattern("\ncaptured +500 +0 ")
        .containsPattern("\npublished +500 +0 ")
        .containsPattern("\n  applied +500 +0 ")
        .containsPattern("\n  dead-lettered +4 +0")
        .containsPattern("since start( +[\\d.]+ (ms|s)){4}\n")
        .contains("backlog        0 changes\n", "paused         0 threads\n")
        .contains("APPLY 22001 1", "DECODE unknown_schema 1", "'cdc dlq list' says more");
    assertThat(run.out().lines().filter(line -> line.contains("status_bf_employee_cdc_apply-")))
        .describedAs("the six partitions, each with its reader, nothing left to read")
        .hasSize(6)
        .allMatch(
            line -> line.matches(" +\\d  +1 +1/1 +[\\d,]+ +[\\d,]+ +0  status_bf_employee_cdc.*"));
  }

  @Test
  void json_is_one_object_with_the_same_numbers() throws Exception {
    CommandRun run = status("--peer", peers(), "--json", "-");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isZero();
    assertThat(json.get("healthy").asBoolean()).isTrue();
    assertThat(json.get("problems")).isEmpty();
    assertThat(json.at("/services/0/service").asText()).isEqualTo("producer");
    assertThat(json.at("/services/1/state").asText()).isEqualTo("ready");
    assertThat(total(json, "captured")).isEqualTo(CHANGES);
    assertThat(total(json, "published")).isEqualTo(CHANGES);
    assertThat(total(json, "applied")).isEqualTo(CHANGES);
    assertThat(total(json, "dead_lettered")).isEqualTo(4);
    assertThat(json.at("/lag/since_start/changes").asLong()).isEqualTo(CHANGES);
    assertThat(json.at("/lag/since_start/max_seconds").asDouble())
        .isPositive()
        .isGreaterThanOrEqualTo(json.at("/lag/since_start/p99_seconds").asDouble());
    assertThat(json.at("/lag/interval/p50_seconds").isNull()).isTrue();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "healthy",
            "problems",
            "time",
            "interval_seconds",
            "services",
            "stages",
            "lag",
            "published_through",
            "applied_through",
            "backlog",
            "incomplete_rows",
            "parked",
            "dead_letters",
            "paused_threads",
            "kafka");
    assertThat(json.at("/stages/0").fieldNames())
        .toIterable()
        .containsExactly("stage", "total", "per_second");
    assertThat(json.get("kafka").fieldNames())
        .toIterable()
        .endsWith("dead_letter_topic", "partitions");
    assertThat(json.get("dead_letters")).hasSize(4);
    assertThat(json.at("/kafka/group_state").asText()).isEqualTo("stable");
    assertThat(json.at("/kafka/partitions")).hasSize(6);
    long ends = 0;
    for (JsonNode partition : json.at("/kafka/partitions")) {
      ends += partition.get("end").asLong();
      assertThat(partition.get("lag").asLong()).isZero();
      assertThat(partition.get("committed").asLong()).isEqualTo(partition.get("end").asLong());
    }
    assertThat(ends).describedAs("records, and markers").isGreaterThan(CHANGES);
  }

  @Test
  void a_service_that_does_not_answer_is_shown_as_such_and_exits_7() throws Exception {
    CommandRun run = status("--peer", peers() + "," + NOBODY);

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .startsWith("not healthy  ")
        .contains("\n  - " + NOBODY + " does not answer: ConnectException\n")
        .containsPattern("\n- +" + NOBODY + " +silent ")
        .containsPattern("\n  applied +500 ");
  }

  @Test
  void services_without_their_databases_are_not_ready_also_while_nothing_changes()
      throws Exception {
    String out = whileBothDatabasesAreStopped();

    assertThat(out).startsWith("not healthy  ").contains("backlog        not known now\n");
    assertNotReady(out, "producer", producer, "waiting for the source database");
    assertNotReady(out, "consumer", consumer, "waiting for the target database");
  }

  @Test
  void watching_looks_again_and_again_until_it_is_interrupted() throws Exception {
    try (RunningCommand watch =
        pipeline.begin(NO_STACK, "status", "--watch", "1", "--peer", peers())) {
      pipeline.waiting("three screens").until(() -> watch.out().split("healthy  ", -1).length > 3);

      int expected = watch.interrupt();

      assertThat(watch.exitCode()).isEqualTo(expected);
      assertThat(watch.err()).isEmpty();
      assertThat(watch.out()).endsWith("\n").doesNotContain("\u001b");
    }
  }

  @Test
  void brokers_that_do_not_answer_are_shown_beside_the_services_and_exit_7() throws Exception {
    CommandRun run = status(Impatient.WITH_KAFKA, "--peer", peers(), "--bootstrap-servers", NOBODY);

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\n  - Kafka (" + NOBODY + ") does not answer: ")
        .contains("check --bootstrap-servers")
        .containsPattern("\n  applied +500 ")
        .doesNotContain("PARTITION");
  }

  @Test
  void nothing_that_answers_exits_5() throws Exception {
    CommandRun run = status(Impatient.WITH_KAFKA, "--peer", NOBODY, "--bootstrap-servers", NOBODY);

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out()).contains("no producer answers", "no consumer answers", "Kafka (");
  }

  @Test
  void a_program_that_is_no_service_is_named_a_stranger() throws Exception {
    String registry = pipeline.registryAddress();

    CommandRun run = status("--peer", peers() + "," + registry);

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .contains("what answers at " + registry + " is neither a producer nor a consumer");
  }

  @Test
  void services_of_another_topic_or_group_are_named() throws Exception {
    String topic = pipeline.channel().names().topic();
    String group = pipeline.channel().names().group();

    CommandRun otherGroup = status("--peer", peers(), "--group", "others");
    CommandRun otherTopic = status("--peer", peers(), "--topic", "others");

    for (CommandRun run : List.of(otherGroup, otherTopic)) {
      assertThat(run.exitCode()).isEqualTo(7);
      assertThat(run.out())
          .contains(
              "\n  - producer at %s is of topic %s and group %s, "
                  .formatted(pipeline.peer(producer), topic, group))
          .contains("\n  - consumer at " + pipeline.peer(consumer) + " is of topic ");
    }
  }

  @Test
  void wrong_options_are_named_together_and_exit_2() throws Exception {
    CommandRun run = status("--peer", "http://here", "--watch", "0", "--group", "a b");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--peer (CDC_PEER): not host:port")
        .contains("--watch (CDC_WATCH): not a whole number from 1 to 3600")
        .contains("--group (CDC_GROUP): not a name");
  }

  /** What is shown when both services have seen it. */
  private static String whileBothDatabasesAreStopped() throws Exception {
    List<Service> databases = List.of(pipeline.sourceServer(), pipeline.targetServer());
    databases.parallelStream().forEach(Service::stop);
    try {
      return pipeline
          .waiting("it is seen that both are away")
          .until(
              () -> status("--peer", peers()).out(), out -> out.split(" not ready: ").length > 2);
    } finally {
      databases.parallelStream().forEach(Service::start);
      pipeline.waiting("all is well again").until(() -> status("--peer", peers()).exitCode() == 0);
    }
  }

  private static void assertNotReady(String out, String kind, Service service, String reason) {
    String peer = pipeline.peer(service);
    assertThat(out)
        .contains("  - %s at %s is not ready: %s".formatted(kind, peer, reason))
        .containsPattern("\n%s +%s +not ready ".formatted(kind, peer));
  }

  private static String peers() {
    return pipeline.peer(producer) + "," + pipeline.peer(consumer);
  }

  private static long total(JsonNode json, String stage) {
    return StreamSupport.stream(json.get("stages").spliterator(), false)
        .filter(one -> one.get("stage").asText().equals(stage))
        .mapToLong(one -> one.get("total").asLong())
        .findFirst()
        .orElseThrow();
  }

  private static CommandRun status(String... options) throws Exception {
    return status(Map.of(), options);
  }

  private static CommandRun status(Map<String, String> settings, String... options)
      throws Exception {
    Map<String, String> all = new TreeMap<>(NO_STACK);
    all.putAll(settings);
    return pipeline.cdc(
        all, Stream.concat(Stream.of("status"), Stream.of(options)).toArray(String[]::new));
  }
}
