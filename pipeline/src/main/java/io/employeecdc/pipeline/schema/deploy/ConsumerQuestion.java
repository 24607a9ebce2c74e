package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.check.Reading;
import io.employeecdc.contract.check.Reading.Extent;

/**
 * May a consumer be deployed? It must read what the topic holds, what the producers write, and the
 * dead letters of released versions, which may be replayed. Whether its own version is registered
 * does not concern it.
 */
final class ConsumerQuestion {
  private final DeploySettings settings;
  private final Facts facts;
  private final Answer answer = new Answer();

  private ConsumerQuestion(DeploySettings settings, Facts facts) {
    this.settings = settings;
    this.facts = facts;
  }

  static Answer ask(DeploySettings settings, Facts facts) {
    ConsumerQuestion question = new ConsumerQuestion(settings, facts);
    facts.changes().records().forEach(question::inTopic);
    facts.deadLetters().records().forEach(question::inDeadLetters);
    question.unreadableByAnybody();
    question.producers();
    question.answer.incomplete(facts.running(Service.CONSUMER));
    return question.answer;
  }

  private void inTopic(int id, long records) {
    FoundSchema found = facts.schemas().get(id);
    if (found.schema().isEmpty()) {
      answer.note(
          "%s of the topic %s schema id %d, which the registry does not have: no version reads them"
              .formatted(count(records, "record"), records == 1 ? "names" : "name", id));
      return;
    }
    Reading reading = Readings.of(found, settings.version());
    if (!reading.complete()) {
      answer.no(unreadable(settings.topic(), count(records, "record"), found, reading));
    }
  }

  /** Strangers are where they belong; it is the released versions that must stay readable. */
  private void inDeadLetters(int id, long records) {
    FoundSchema found = facts.schemas().get(id);
    Reading reading = found.schema().isEmpty() ? null : Readings.of(found, settings.version());
    if (reading == null || reading.complete()) {
      return;
    }
    String text =
        unreadable(settings.deadLetterTopic(), count(records, "dead letter"), found, reading);
    if (found.released().isPresent()) {
      answer.no(text);
    } else {
      answer.note(text);
    }
  }

  private void unreadableByAnybody() {
    long malformed = facts.changes().malformed();
    if (malformed > 0) {
      answer.note(
          "%s of the topic %s no schema: no version reads them"
              .formatted(count(malformed, "record"), malformed == 1 ? "names" : "name"));
    }
  }

  private void producers() {
    boolean asked = !facts.running(Service.PRODUCER).isEmpty();
    for (Counterpart producer : Counterpart.of(Service.PRODUCER, settings, facts, answer)) {
      Reading reading = Readings.of(producer, settings.version());
      if (!reading.complete()) {
        refuse(producer, reading);
      } else if (producer.version() != settings.number()) {
        describe(producer, reading);
      }
    }
    if (!asked) {
      answer.note("no producer was asked (--peer); any version may be running");
    }
  }

  private void refuse(Counterpart producer, Reading reading) {
    if (!producer.running() && occurs(producer.version())) {
      return;
    }
    answer.no(
        (producer.running()
                ? "the producer at %s writes %s: "
                    .formatted(String.join(", ", producer.addresses()), producer.label())
                : "a producer of %s may be running: ".formatted(producer.label()))
            + Readings.obstacles(reading));
    answer.first(
        "deploy the producer of version %d ('cdc schema can-deploy producer --version %d' says whether it may)"
            .formatted(settings.number(), settings.number()));
    answer.first(
        producer.running() ? "ask again" : "ask again, naming the running producers with --peer");
  }

  /** What the topic holds has been judged already. */
  private boolean occurs(int version) {
    return facts.changes().records().keySet().stream()
        .map(facts.schemas()::get)
        .anyMatch(found -> found.number().orElse(0) == version);
  }

  private void describe(Counterpart producer, Reading reading) {
    Reading reverse = Readings.of(settings.version(), producer);
    String missing =
        reverse.ignored().isEmpty()
            ? ""
            : "; what they do not write stays as it is: " + String.join(", ", reverse.ignored());
    String ignored =
        reading.ignored().isEmpty()
            ? ""
            : ", except for what it ignores: " + String.join(", ", reading.ignored());
    answer.then("it reads records of %s%s%s".formatted(producer.label(), ignored, missing));
  }

  private String unreadable(String topic, String records, FoundSchema found, Reading reading) {
    return "%s holds %s of %s, %s version %d cannot read: %s"
        .formatted(
            topic,
            records,
            found.describe(),
            reading.extent() == Extent.SOME ? "some of which" : "which",
            settings.number(),
            Readings.obstacles(reading));
  }

  private static String count(long number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }
}
