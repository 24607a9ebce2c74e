package io.employeecdc.operations.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.operations.status.KafkaAnswer.Partition;
import io.employeecdc.operations.status.Status.Backlog;
import io.employeecdc.operations.status.Status.Parked;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import java.time.Instant;
import java.util.Optional;

/** The status for programs, in the shape that docs/status.md describes. */
final class StatusJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private StatusJson() {}

  static ObjectNode of(StatusSettings settings, Status status) {
    ObjectNode json = JSON.createObjectNode();
    json.put("healthy", status.healthy());
    json.set("problems", JSON.valueToTree(status.problems()));
    json.put("time", status.now().at().toString());
    json.put("interval_seconds", status.seconds());
    ArrayNode services = json.putArray("services");
    status.now().services().forEach(service -> put(service, services.addObject()));
    ArrayNode stages = json.putArray("stages");
    status.stages().forEach(stage -> put(stage, stages.addObject()));
    ObjectNode lag = json.putObject("lag");
    put(status.recentLag(), lag.putObject("interval"));
    put(status.totalLag(), lag.putObject("since_start"));
    put(lag.withObject("/since_start"), "max_seconds", status.totalLag().maxSeconds());
    put(json, "published_through", status.through().flatMap(Status.Through::published));
    put(json, "applied_through", status.through().flatMap(Status.Through::applied));
    status
        .log()
        .ifPresent(
            log ->
                json.putObject("log")
                    .put("behind_bytes", log.behind())
                    .put("slot_retained_bytes", log.retained()));
    json.putObject("backlog")
        .put("rows", status.backlog().map(Backlog::rows).orElse(null))
        .put("seconds", status.backlog().map(Backlog::seconds).orElse(null));
    json.put("incomplete_rows", status.incompleteRows());
    json.putObject("parked")
        .put("changes", status.parked().map(Parked::changes).orElse(null))
        .put("seconds", status.parked().map(Parked::seconds).orElse(null));
    json.set("dead_letters", JSON.valueToTree(status.deadLetters()));
    json.set("retries", JSON.valueToTree(status.retries()));
    json.put("paused_threads", status.pausedThreads());
    json.set("schemas_seen", JSON.valueToTree(status.seenSchemas()));
    kafka(settings, status.now().kafka(), json.putObject("kafka"));
    return json;
  }

  private static void put(ServiceAnswer answer, ObjectNode json) {
    json.put("address", answer.address());
    if (answer instanceof Running running) {
      json.put("service", running.kind().word());
      json.put("state", running.problem().isEmpty() ? "ready" : "not_ready");
      json.put("reason", running.problem().orElse(null));
      json.put("schema_version", running.version().orElse(null));
      json.put("uptime_seconds", running.meters().sum("process_uptime_seconds"));
    } else {
      json.putNull("service");
      json.put("state", answer instanceof Silent ? "silent" : "stranger");
      json.put("reason", answer instanceof Silent silent ? silent.why() : null);
      json.putNull("schema_version");
      json.putNull("uptime_seconds");
    }
  }

  private static void put(FlowCounters.Stage stage, ObjectNode json) {
    json.put("stage", stage.name().replaceAll("[ -]", "_"));
    json.put("total", stage.total().orElse(null));
    json.put("per_second", stage.perSecond().orElse(null));
  }

  private static void put(LagBuckets lag, ObjectNode json) {
    json.put("changes", lag.changes());
    put(json, "p50_seconds", lag.quantile(0.5));
    put(json, "p95_seconds", lag.quantile(0.95));
    put(json, "p99_seconds", lag.quantile(0.99));
  }

  private static void put(ObjectNode json, String name, Optional<Instant> moment) {
    json.put(name, moment.map(Instant::toString).orElse(null));
  }

  /** JSON has no NaN. */
  private static void put(ObjectNode json, String name, double value) {
    json.put(name, Double.isNaN(value) ? null : value);
  }

  private static void kafka(StatusSettings settings, KafkaAnswer kafka, ObjectNode json) {
    json.put("answers", kafka.answers());
    json.put("topic", settings.topic());
    json.put("group", settings.group());
    json.put("group_state", kafka.group().state());
    json.put("group_members", kafka.group().members());
    json.put("dead_letter_topic", settings.deadLetterTopic());
    json.put("dead_letter_offsets", kafka.deadLetters().orElse(null));
    ArrayNode partitions = json.putArray("partitions");
    for (Partition partition : kafka.partitions()) {
      partitions
          .addObject()
          .put("partition", partition.number())
          .put("leader", partition.leader() < 0 ? null : (Integer) partition.leader())
          .put("in_sync", partition.inSync())
          .put("replicas", partition.replicas())
          .put("end", partition.end())
          .put("committed", partition.committed().orElse(null))
          .put("lag", partition.lag())
          .put("owner", partition.owner().orElse(null));
    }
  }
}
