package io.employeecdc.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.cli.Cdc;
import io.employeecdc.endtoend.Running;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.InParallel;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.kafka.TopicEnds;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionFactory;

/** One of two sites: Kafka, registry and target of its own, and the services that it may run. */
record Site(LocalPipeline pipeline, JavaService producer, JavaService consumer, Running running) {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** A producer takes over here from one that published at another site. */
  static final Map<String, String> MIRRORED = Map.of("CDC_ON_TOPIC_CHANGE", "mirrored");

  static Site of(LocalPipeline pipeline) {
    return new Site(
        pipeline,
        Services.producer(pipeline, "producer", MIRRORED),
        Services.consumer(pipeline, "consumer", Map.of()),
        new Running());
  }

  CommandRun cdc(String... arguments) {
    Map<String, String> settings = new TreeMap<>(pipeline.stack().environment());
    settings.putAll(pipeline.environment());
    return CommandRun.of(new Cdc(), settings, arguments);
  }

  CommandRun cdcDone(String... arguments) {
    CommandRun run = cdc(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  /** Its servers, but for the source, which is nobody's. */
  List<Server> servers() {
    return pipeline.stack().servers().stream()
        .filter(server -> !server.name().equals("source"))
        .toList();
  }

  /** As a fire does. */
  void lose() {
    running.kill();
    servers().forEach(Server::kill);
  }

  void comesBack() {
    InParallel.each(servers(), Server::start);
  }

  /** Of its Kafka nothing stays: what is a mirror begins empty. */
  void emptyKafka() throws Exception {
    try (Admin admin = Admin.create(pipeline.kafka().client("empty"))) {
      admin.deleteTopics(admin.listTopics().names().get()).all().get();
      waiting("all topics have gone").until(() -> admin.listTopics().names().get().isEmpty());
    }
  }

  /** How many changes its target has taken in. */
  long applied() throws Exception {
    try (Connection connection = pipeline.connectTarget();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from processed_events")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void awaitApplied(long more) throws Exception {
    long before = applied();
    waiting(more + " changes come").until(() -> applied() >= before + more);
  }

  void awaitEqual() {
    waiting("the target is equal").until(() -> pipeline.verify().equal());
  }

  /** A wait that fails at once where a service has ended. */
  ConditionFactory waiting(String what) {
    return await("%s; logs in %s".formatted(what, pipeline.stack().directory()))
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .failFast(running::require);
  }

  /** Where each partition of the changes ends. */
  Map<Integer, Long> ends() throws Exception {
    Map<Integer, Long> ends = new TreeMap<>();
    try (Admin admin = Admin.create(pipeline.kafka().client("ends"))) {
      TopicEnds.of(admin, pipeline.names().topic())
          .forEach((partition, end) -> ends.put(partition.partition(), end));
    }
    return ends;
  }
}
