package io.employeecdc.schematools.candeploy;

import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import io.employeecdc.schematools.candeploy.TopicCount.SchemaCount;
import io.employeecdc.schematools.check.Reading;
import io.employeecdc.schematools.check.Reading.Extent;
import java.util.Optional;

/**
 * May a consumer be deployed? It must read what the topic holds, what the producers write, and the
 * dead letters of released versions, which may be replayed. Whether its own version is registered
 * does not concern it.
 */
final class ConsumerQuestion {
  private final DeploySettings settings;
  private final DeployFacts facts;
  private final Answer answer = new Answer();

  private ConsumerQuestion(DeploySettings settings, DeployFacts facts) {
    this.settings = settings;
    this.facts = facts;
  }

  static Answer ask(DeploySettings settings, DeployFacts facts) {
    ConsumerQuestion question = new ConsumerQuestion(settings, facts);
    facts.changes().schemas().forEach(question::inTopic);
    facts.deadLetters().schemas().forEach(question::inDeadLetters);
    question.unreadableByAnybody();
    question.producers();
    facts.incompleteRows().ifPresent(question.answer.notes()::add);
    return question.answer;
  }

  private void inTopic(SchemaCount count) {
    long records = count.records();
    FoundSchema found = count.schema();
    if (found.schema().isEmpty()) {
      answer
          .notes()
          .add(
              "%s of the topic %s schema id %d, which the registry does not have: no version reads them"
                  .formatted(
                      count(records, "record"), records == 1 ? "names" : "name", found.id()));
    }
    unreadable(settings.topic(), count(records, "record"), found).ifPresent(answer.reasons()::add);
  }

  /** Strangers are where they belong; it is the released versions that must stay readable. */
  private void inDeadLetters(SchemaCount count) {
    unreadable(settings.deadLetterTopic(), count(count.records(), "dead letter"), count.schema())
        .ifPresent(
            count.schema().released().isPresent() ? answer.reasons()::add : answer.notes()::add);
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

  private void unreadableByAnybody() {
    long malformed = facts.changes().malformed;
    if (malformed > 0) {
      answer
          .notes()
          .add(
              "%s of the topic %s no schema: no version reads them"
                  .formatted(count(malformed, "record"), malformed == 1 ? "names" : "name"));
    }
  }

  private void producers() {
    for (Counterpart producer : Counterpart.of(DeployedService.PRODUCER, settings, facts, answer)) {
      Reading reading = producer.version().readBy(settings.candidate());
      if (reading.complete()) {
        describe(producer.version(), reading);
      } else if (producer.running() || !occurs(producer.version().number())) {
        producer.refuse(reading, settings, answer);
      }
    }
  }

  private boolean occurs(int version) {
    return facts.changes().schemas().stream()
        .anyMatch(count -> count.schema().number().orElse(0) == version);
  }

  private void describe(NumberedSchema producer, Reading reading) {
    if (producer.number() == settings.number()) {
      return;
    }
    String ignored =
        reading.ignored().isEmpty()
            ? ""
            : ", except for what it ignores: " + String.join(", ", reading.ignored());
    answer
        .consequences()
        .add(
            "it reads records of %s%s%s"
                .formatted(producer.label(), ignored, producer.leaves(settings.candidate())));
  }

  private static String count(long number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }
}
