package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.registry.RegistryAdvice;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

final class CanDeploy {
  private CanDeploy() {}

  static ExitCode run(DeploySettings settings, PrintWriter out, PrintWriter err)
      throws IOException {
    DeployFacts facts = find(settings, err);
    Answer answer =
        switch (settings.service()) {
          case PRODUCER -> ProducerQuestion.ask(settings, facts);
          case CONSUMER -> ConsumerQuestion.ask(settings, facts);
        };
    if (!facts.level().equals("FULL_TRANSITIVE")) {
      answer.note(
          "%s allows %s changes; only FULL_TRANSITIVE lets both sides be deployed in any order"
              .formatted(settings.subject(), facts.level()));
    }
    if (!settings.json().replacesText()) {
      TextReport.print(settings, facts, answer, out);
      out.flush();
    }
    settings.json().write(JsonReport.of(settings, facts, answer), out);
    return answer.yes() ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
  }

  /** What answers fastest is asked first, so that a mistake in the options shows at once. */
  private static DeployFacts find(DeploySettings settings, PrintWriter progress)
      throws IOException {
    List<Peer> peers =
        settings.peers().stream().map(peer -> Peer.ask(peer, settings.topic())).toList();
    try (Registry registry = settings.registry().open(Registry::at)) {
      RegistryFacts registered = RegistryFacts.of(registry, settings);
      boolean holds = registered.holds(settings.version());
      TopicCheck.require(settings.kafka(), List.of(settings.topic(), settings.deadLetterTopic()));
      TopicScan scan = new TopicScan(settings.kafka(), progress);
      TopicCount changes = scan.count(settings.topic());
      TopicCount deadLetters = scan.count(settings.deadLetterTopic());
      Set<Integer> ids = new TreeSet<>(changes.records().keySet());
      ids.addAll(deadLetters.records().keySet());
      Map<Integer, FoundSchema> schemas = new TreeMap<>();
      for (int id : ids) {
        schemas.put(id, registered.find(id));
      }
      return new DeployFacts(
          holds,
          registered.subject().level(),
          registered.held(),
          changes,
          deadLetters,
          schemas,
          peers);
    } catch (RegistryException e) {
      throw new CdcException(exitCode(e), RegistryAdvice.complete(e), e);
    }
  }

  private static ExitCode exitCode(RegistryException e) {
    return switch (e.reason()) {
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case REFUSED -> ExitCode.REFUSED;
      case NOT_FOUND, NOT_AVRO, REJECTED -> ExitCode.CONFIGURATION;
    };
  }
}
