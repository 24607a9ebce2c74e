package io.employeecdc.consumer;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.header;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.decode.WriterSchemas;
import io.employeecdc.consumer.testing.LogLines;
import io.employeecdc.consumer.testing.OtherSchema;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.schema.Action;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A running consumer with two threads meets versions that it was not built for. */
@Tag("servers")
class NewerVersionTest {
  private static final int NEWEST = Contract.standard().released().newest().number();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(2);
  private final LogLines start = new LogLines(ConsumerMain.class);
  private final LogLines log = new LogLines(WriterSchemas.class);
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final Thread consumer =
      new Thread(() -> exitCode.complete(Commands.execute(new ConsumerCommand(), environment())));

  @BeforeEach
  void start() {
    consumer.start();
    await("two threads in the group")
        .atMost(LIMIT)
        .until(() -> new HashSet<>(topics.readers().owners().values()).size() == 2);
  }

  @AfterEach
  void stop() throws Exception {
    consumer.interrupt();
    assertThat(exitCode.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
    log.close();
    start.close();
    topics.close();
    target.close();
  }

  @Test
  void a_newer_version_is_applied_and_told_once_in_the_log_and_as_a_metric() throws Exception {
    OtherSchema newer = OtherSchema.newer(topics);
    topics.write(1, Action.INSERT, 1, row("Rome"));
    for (int employee = 2; employee <= 7; employee++) {
      byte[] value = newer.insert(employee, employee, "city", new Utf8("Oslo"));
      topics.send(employee % 2, key(employee), value, null);
    }
    await("all rows").atMost(LIMIT).until(() -> target.employees().size() == 7);

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("schema version " + (NEWEST + 1) + " (id " + newer.id() + ")", "cost_centre")
        .contains("built for version " + NEWEST);
    assertThat(start.lines().get(0))
        .containsPattern("built for +schema version " + NEWEST + ", reads versions 1 to " + NEWEST);
    assertThat(metrics())
        .contains(
            "cdc_schema_version_built{service=\"consumer\",version=\"%d\"} 1.0".formatted(NEWEST))
        .contains(records(newer.id(), NEWEST + 1, "false", "all", 6))
        .contains(records(topics.schemaId(), NEWEST, "true", "all", 1));
    assertThat(topics.deadLetters()).isEmpty();
  }

  @Test
  void an_unreadable_version_is_dead_lettered_as_such_beside_its_neighbours() throws Exception {
    OtherSchema other =
        OtherSchema.with(
            "\"name\":\"emp_id\",\"type\":\"int\"",
            "\"name\":\"emp_id\",\"type\":\"string\"",
            topics);
    topics.write(1, Action.INSERT, 1, row("Rome"));
    for (int i = 2; i <= 9; i++) {
      byte[] value = other.insert(new Utf8("" + i), i, "city", new Utf8("Oslo"));
      topics.send(i % 2, key(i), value, null);
    }
    topics.write(10, Action.INSERT, 10, row("Bern"));
    await("offsets").atMost(LIMIT).until(() -> topics.readers().uncommitted() == 0);

    assertThat(target.employees()).hasSize(2);
    assertThat(topics.deadLetters())
        .hasSize(8)
        .allSatisfy(
            letter -> {
              assertThat(header(letter, "__connect.errors.stage")).isEqualTo("DECODE");
              assertThat(header(letter, "__connect.errors.exception.message"))
                  .contains("the schema (id " + other.id() + ") cannot be read", "`emp_id`");
            });
    assertThat(log.lines()).singleElement().asString().contains("each becomes a dead letter");
    assertThat(metrics())
        .containsPattern(
            "cdc_dead_lettered_total\\{.*reason=\"unreadable_schema\".*stage=\"DECODE\".*} 8.0");
  }

  private static String records(int id, int version, String known, String readable, int count) {
    return ("cdc_schema_records_total{known=\"%s\",readable=\"%s\",schema_id=\"%d\","
            + "service=\"consumer\",version=\"%d\"} %d.0")
        .formatted(known, readable, id, version, count);
  }

  private String metrics() throws Exception {
    String line = start.lines().get(0);
    String port = line.substring(line.lastIndexOf(' ') + 1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("CDC_TARGET_URL", target.settings().url());
    environment.put("CDC_TARGET_USER", target.settings().user());
    environment.put("CDC_TARGET_PASSWORD", target.settings().password());
    environment.put("CDC_BOOTSTRAP_SERVERS", topics.kafka().bootstrapServers());
    environment.put("CDC_SCHEMA_REGISTRY_URL", TestTopics.registryUrl());
    environment.put("CDC_TOPIC", topics.topic());
    environment.put("CDC_DLQ_TOPIC", topics.deadLetterTopic());
    environment.put("CDC_GROUP", topics.group());
    return environment;
  }
}
