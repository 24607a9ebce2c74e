package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ManagementTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private JavaService producer;

  @Test
  void metrics_count_and_readiness_says_whether_it_makes_progress() throws Exception {
    // Not the newest, which it would write unasked.
    SchemaVersion schema = Contract.standard().released().all().get(0);
    String version = String.valueOf(schema.number());
    Pipe pipe = Pipe.of("managed", SourceDatabase.migrated("managed"), schema);
    producer = pipe.process("managed-producer", Map.of("CDC_SCHEMA_VERSION", version));
    producer.start();
    await().atMost(PATIENCE).until(() -> get("/health/ready").statusCode() == 200);

    pipe.source()
        .execute(
            "insert into employees (emp_id) select g from generate_series(1, 100) g",
            "delete from employees where emp_id <= 10");
    int changes = pipe.untilCaughtUp().size();

    assertThat(changes).isEqualTo(110);
    await().untilAsserted(() -> assertThat(sample("cdc_published_total")).isEqualTo("111.0"));
    assertThat(sample("cdc_published_tombstones_total")).isEqualTo("11.0");
    assertThat(sample("cdc_captured_total")).isEqualTo("111.0");
    assertThat(sample("cdc_capture_backlog_rows")).isEqualTo("0.0");
    assertThat(get("/metrics").body())
        .contains(
            "cdc_schema_version_written{service=\"producer\",version=\"%s\"} 1.0"
                .formatted(version))
        .contains("hikaricp_connections", "kafka_producer_", "jvm_memory_used_bytes");
    assertThat(get("/metrics?name%5B%5D=cdc_published_total&name%5B%5D=cdc_ready").body().lines())
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactlyInAnyOrder(
            "cdc_published_total{service=\"producer\"} 111.0",
            "cdc_ready{service=\"producer\"} 1.0");
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(sample("cdc_ready")).isEqualTo("1.0");

    capturesWhileKafkaStandsStill(pipe);
    isNotReadyWhileTheSourceIsStopped();
    await().atMost(PATIENCE).until(() -> get("/health/ready").statusCode() == 200);
    assertThat(sample("cdc_capture_backlog_rows")).isEqualTo("0.0");
    producer.stop();
  }

  private void capturesWhileKafkaStandsStill(Pipe pipe) throws Exception {
    Server broker = TestStack.shared().brokers().get(0);
    broker.pause();
    try {
      pipe.source().execute("insert into employees (emp_id) select generate_series(201, 205)");
      await().untilAsserted(() -> assertThat(sample("cdc_captured_total")).isEqualTo("116.0"));
      assertThat(sample("cdc_published_total")).isEqualTo("111.0");
    } finally {
      broker.start();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(sample("cdc_published_total")).isEqualTo("116.0"));
  }

  private void isNotReadyWhileTheSourceIsStopped() throws Exception {
    Postgres server = TestStack.shared().source();
    server.stop();
    try {
      await().atMost(PATIENCE).until(() -> get("/health/ready").statusCode() == 503);
      assertThat(get("/health/ready").body()).contains("waiting for the source database (SQLSTATE");
      assertThat(sample("cdc_ready")).isEqualTo("0.0");
      assertThat(sample("cdc_capture_backlog_rows")).as("what grows unseen").isEqualTo("NaN");
      assertThat(get("/health/live").statusCode()).isEqualTo(200);
    } finally {
      server.start();
    }
  }

  /** The value of the one series with this name. */
  private String sample(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("none");
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + producer.port() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
