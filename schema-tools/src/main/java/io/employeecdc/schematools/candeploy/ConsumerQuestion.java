package io.employeecdc.schematools.candeploy;

import io.employeecdc.schemacheck.Reading;
import io.employeecdc.schemacheck.Reading.Extent;
import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import io.employeecdc.schematools.candeploy.DeployQuestion.Counterpart;
import io.employeecdc.schematools.candeploy.TopicCount.SchemaCount;
import java.util.Optional;

/**
 * May a consumer be deployed? It must read what the topic holds, what the producers write, and the
 * dead letters of released versions, which may be replayed. Whether its own version is registered
 * does not concern it.
 */
final class ConsumerQuestion extends DeployQuestion {
  ConsumerQuestion(DeploySettings settings, DeployFacts facts) {
    super(settings, facts);
  }

  @Override
  void ask() {
    facts.changes().schemas().forEach(this::inTopic);
    facts.deadLetters().schemas().forEach(this::inDeadLetters);
    long malformed = facts.changes().malformed;
    if (malformed > 0) {
      notes.add(
          "%s of the topic %s no schema: no version reads them"
              .formatted(count(malformed, "record"), malformed == 1 ? "names" : "name"));
    }
    counterparts(DeployedService.PRODUCER).forEach(this::written);
  }

  private void inTopic(SchemaCount count) {
    String records = count(count.records(), "record");
    FoundSchema found = count.schema();
    if (found.schema().isEmpty()) {
      notes.add(
          "%s of the topic %s schema id %d, which the registry does not have: no version reads them"
              .formatted(records, count.records() == 1 ? "names" : "name", found.id()));
    }
    unreadable(settings.topic(), records, found).ifPresent(reasons::add);
  }

  /** Strangers are where they belong; it is the released versions that must stay readable. */
  private void inDeadLetters(SchemaCount count) {
    unreadable(settings.deadLetterTopic(), count(count.records(), "dead letter"), count.schema())
        .ifPresent(count.schema().released().isPresent() ? reasons::add : notes::add);
  }

  private Optional<String> unreadable(String topic, String records, FoundSchema found) {
    return found
        .numbered()
        .map(writer -> writer.readBy(settings.candidate()))
        .filter(reading -> !reading.complete())
        .map(
            reading ->
                "%s holds %s of %s, %s version %d cannot read: %s"
                    .formatted(
                        topic,
                        records,
                        found.describe(),
                        reading.extent() == Extent.SOME ? "some of which" : "which",
                        settings.number(),
                        String.join("; ", reading.obstacles())));
  }

  private void written(Counterpart producer) {
    NumberedSchema version = producer.version();
    Reading reading = version.readBy(settings.candidate());
    if (!reading.complete()) {
      if (producer.running() || !occurs(version.number())) {
        refuse(DeployedService.PRODUCER, producer, reading);
      }
    } else if (version.number() != settings.number()) {
      String ignored =
          reading.ignored().isEmpty()
              ? ""
              : ", except for what it ignores: " + String.join(", ", reading.ignored());
      consequences.add(
          "it reads records of %s%s%s"
              .formatted(version.label(), ignored, version.leaves(settings.candidate())));
    }
  }

  private boolean occurs(int version) {
    return facts.changes().schemas().stream()
        .anyMatch(count -> count.schema().number().orElse(0) == version);
  }

  private static String count(long number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }
}
