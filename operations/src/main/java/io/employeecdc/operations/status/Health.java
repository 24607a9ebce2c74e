package io.employeecdc.operations.status;

import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.operations.status.KafkaAnswer.Partition;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.runtime.peers.PeerOption;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import io.employeecdc.runtime.peers.ServiceAnswer.Stranger;
import io.employeecdc.runtime.peers.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is wrong, a line each. Dead letters and lag are shown beside it and do not count: the first
 * stay counted until a service restarts, and how much of the second is too much is not known here.
 */
final class Health {
  private Health() {}

  static List<String> problems(
      StatusCommand.Settings settings, FlowCounters flow, StatusSample now) {
    List<String> problems = new ArrayList<>();
    now.services().forEach(service -> service(service, problems));
    now.running().forEach(service -> otherPipeline(service, settings, problems));
    if (now.running().stream().noneMatch(service -> service.kind().captures())) {
      problems.add(missing(ServiceKind.PRODUCER, settings.peers()));
    }
    if (now.running(ServiceKind.CONSUMER).isEmpty()) {
      problems.add(missing(ServiceKind.CONSUMER, settings.peers()));
    }
    for (Running consumer : flow.unaccounted()) {
      problems.add(
          "consumer at %s: its outcomes do not add up to what it consumed; please report it"
              .formatted(consumer.address()));
    }
    problems.addAll(now.kafka().problems());
    partitions(now.kafka(), problems);
    return problems;
  }

  private static void service(ServiceAnswer answer, List<String> problems) {
    if (answer instanceof Running running) {
      running
          .problem()
          .ifPresent(
              problem ->
                  problems.add(
                      "%s at %s is not ready: %s"
                          .formatted(running.kind().word(), running.address(), problem)));
    } else if (answer instanceof Silent silent) {
      problems.add("%s does not answer: %s".formatted(silent.address(), silent.why()));
    } else if (answer instanceof Stranger stranger) {
      problems.add(
          "what answers at %s is neither a producer nor a consumer; check --peer"
              .formatted(stranger.address()));
    }
  }

  /** One of an older version does not tell. */
  private static void otherPipeline(
      Running service, StatusCommand.Settings settings, List<String> problems) {
    Pipeline ours = settings.pipeline();
    for (Series told : service.meters().series("cdc_pipeline_info")) {
      if (!told.label("topic").equals(ours.topic()) || !told.label("group").equals(ours.group())) {
        problems.add(
            "%s at %s is of topic %s and group %s, its numbers are not those of group %s; check --peer, --topic and --group"
                .formatted(
                    service.kind().word(),
                    service.address(),
                    told.label("topic"),
                    told.label("group"),
                    ours.group()));
      }
    }
  }

  private static String missing(ServiceKind kind, PeerOption.Peers peers) {
    return peers.expected()
        ? "no %s answers".formatted(kind.word())
        : "no %s found at %s; name its management address with --peer"
            .formatted(kind.word(), String.join(", ", peers.addresses()));
  }

  private static void partitions(KafkaAnswer kafka, List<String> problems) {
    add(kafka, p -> p.leader().isEmpty(), "without a leader", problems);
    add(
        kafka,
        p -> p.leader().isPresent() && p.inSync() < p.replicas(),
        "that lack copies in sync",
        problems);
    if (kafka.groupState().matches(".*rebalanc(ing|e)")) {
      problems.add("group %s is rebalancing, which takes seconds".formatted(kafka.group()));
    } else if (!kafka.groupState().equals("unknown")) {
      add(kafka, p -> p.owner().isEmpty(), "read by nobody in group " + kafka.group(), problems);
    }
  }

  private static void add(
      KafkaAnswer kafka, Predicate<Partition> which, String what, List<String> problems) {
    String numbers =
        kafka.partitions().stream()
            .filter(which)
            .map(partition -> String.valueOf(partition.partition()))
            .collect(Collectors.joining(", "));
    if (!numbers.isEmpty()) {
      problems.add("partitions %s: %s".formatted(what, numbers));
    }
  }
}
