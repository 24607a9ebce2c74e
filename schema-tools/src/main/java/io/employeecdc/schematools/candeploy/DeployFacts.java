package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.HeldVersion;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.RegistrySubject;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.results.ProgressLine;
import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import io.employeecdc.schematools.candeploy.FoundSchema.SchemaFinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that was found, before anything is concluded from it.
 *
 * @param registered true if the subject has exactly the version that is to be deployed, which is
 *     what a producer asks at its start
 * @param held what the subject holds, by its own numbers, ascending
 */
record DeployFacts(
    boolean registered,
    String level,
    List<FoundSchema> held,
    TopicCount changes,
    TopicCount deadLetters,
    List<Peer> peers) {
  /** What answers fastest is asked first, so that a mistake in the options shows at once. */
  static DeployFacts find(DeploySettings settings, ProgressLine progress) throws IOException {
    List<Peer> peers =
        settings.peers().stream().map(peer -> Peer.ask(peer, settings.topic())).toList();
    try (Registry registry = settings.registry().open()) {
      RegistrySubject subject = registry.subject(settings.subject());
      boolean registered = holds(registry, subject, settings.version());
      TopicCheck.require(settings.kafka(), List.of(settings.topic(), settings.deadLetterTopic()));
      SchemaFinder finder = id -> FoundSchema.of(id, registry, subject, settings.released());
      List<FoundSchema> held = new ArrayList<>();
      for (HeldVersion version : subject.held()) {
        held.add(finder.find(version.id()));
      }
      KafkaSettings kafka = settings.kafka();
      TopicCount changes = TopicCount.of(kafka, settings.topic(), progress, finder);
      TopicCount deadLetters = TopicCount.of(kafka, settings.deadLetterTopic(), progress, finder);
      return new DeployFacts(registered, subject.level(), held, changes, deadLetters, peers);
    } catch (RegistryException e) {
      throw RegistryAdvice.end(e, ExitCode.CONFIGURATION);
    }
  }

  private static boolean holds(Registry registry, RegistrySubject subject, SchemaVersion version)
      throws RegistryException {
    try {
      return !subject.held().isEmpty() && registry.idOf(subject.name(), version.schema()) >= 0;
    } catch (RegistryException e) {
      if (e.reason() == RegistryException.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  List<Peer> running(DeployedService service) {
    return peers.stream().filter(peer -> peer.service() == service).toList();
  }

  /** What to do about rows of the target that lack columns: all consumers see the same ones. */
  Optional<String> incompleteRows() {
    return running(DeployedService.CONSUMER).stream()
        .map(Peer::incompleteRows)
        .max(Long::compare)
        .filter(rows -> rows > 0)
        .map(
            "%,d rows of the target may hold old values in columns that a writer or reader did not know; once all know them, run 'cdc backfill --incomplete'"
                ::formatted);
  }
}
