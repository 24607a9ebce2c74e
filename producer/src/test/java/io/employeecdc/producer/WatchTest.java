package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How far the producer sees that changes have come, with and without somebody who takes them. */
@Tag("servers")
class WatchTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PUBLISHED = "cdc_published_through_timestamp_seconds";
  private static final String APPLIED = "cdc_applied_through_timestamp_seconds";

  private JavaService producer;

  @AfterEach
  void stop() {
    if (producer != null) {
      producer.stop();
    }
  }

  @Test
  void what_is_applied_is_fresh_while_idle_and_stands_still_while_nobody_consumes()
      throws Exception {
    Pipe pipe = Pipe.create("watched");
    producer = pipe.process("watched-producer", Map.of());
    producer.start();
    awaitPast(PUBLISHED, Instant.now());
    awaitPast(APPLIED, Instant.now());

    pipe.source().execute("insert into employees (emp_id) values (1)");
    pipe.untilCaughtUp();
    Instant inTheTopic = Instant.now();
    awaitPast(PUBLISHED, inTheTopic.plusSeconds(3));
    assertThat(sample(APPLIED).orElseThrow()).isLessThan(seconds(inTheTopic));

    consumeAll(pipe.topic());
    awaitPast(APPLIED, Instant.now());
  }

  @Test
  void what_is_published_stands_still_while_the_source_is_away() throws Exception {
    Pipe pipe = Pipe.create("watched_source");
    producer = pipe.process("watched-source-producer", Map.of());
    producer.start();
    awaitPast(PUBLISHED, Instant.now());
    TestStack.shared().source().stop();
    Instant away = Instant.now();
    try {
      await().atMost(PATIENCE).until(() -> sample("cdc_ready").orElse(1) == 0);
      assertThat(sample(PUBLISHED).orElseThrow()).isLessThan(seconds(away));
    } finally {
      TestStack.shared().source().start();
    }
    awaitPast(PUBLISHED, Instant.now());
  }

  /** As a group does that has applied everything. */
  private static void consumeAll(TestTopic topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      admin
          .describeTopics(List.of(topic.name()))
          .allTopicNames()
          .get()
          .get(topic.name())
          .partitions()
          .forEach(
              one ->
                  latest.put(
                      new TopicPartition(topic.name(), one.partition()), OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      admin
          .listOffsets(latest)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
      admin.alterConsumerGroupOffsets(topic.group(), ends).all().get();
    }
  }

  private void awaitPast(String gauge, Instant moment) {
    await(gauge).atMost(PATIENCE).until(() -> sample(gauge).orElse(0) > seconds(moment));
  }

  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / 1000.0;
  }

  /** The value of the one series with this name; empty if it is not shown. */
  private OptionalDouble sample(String name) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + producer.port() + "/metrics");
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst();
  }
}
