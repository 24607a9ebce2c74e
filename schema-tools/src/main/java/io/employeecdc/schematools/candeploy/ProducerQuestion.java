package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import io.employeecdc.schematools.check.Reading;
import java.util.List;
import java.util.Optional;

/**
 * May a producer be deployed? Its version must be registered, or it will not start, and every
 * consumer must read what it is going to write. What is in the topic does not concern it.
 */
final class ProducerQuestion {
  private ProducerQuestion() {}

  static Answer ask(DeploySettings settings, DeployFacts facts) {
    Answer answer = new Answer();
    if (!facts.registered()) {
      answer
          .reasons()
          .add(
              "version %d is not registered under %s, and a producer does not start without"
                  .formatted(settings.number(), settings.subject()));
      answer.order().add("run 'cdc schema register'");
    }
    askConsumers(settings, facts, answer);
    askTriggers(settings, facts, answer);
    facts.incompleteRows().ifPresent(answer.notes()::add);
    return answer;
  }

  private static void askConsumers(DeploySettings settings, DeployFacts facts, Answer answer) {
    for (Counterpart consumer : Counterpart.of(DeployedService.CONSUMER, settings, facts, answer)) {
      Reading reading = settings.candidate().readBy(consumer.version());
      if (!reading.complete()) {
        consumer.refuse(reading, settings, answer);
      } else if (consumer.version().number() != settings.number()) {
        answer
            .consequences()
            .add(
                "consumers built for %s go on and %s%s"
                    .formatted(
                        consumer.version().label(),
                        reading.ignored().isEmpty()
                            ? "read all of it"
                            : "ignore " + String.join(", ", reading.ignored()),
                        settings.candidate().leaves(consumer.version())));
      }
    }
  }

  /** Once the triggers are of a later version, from this producer to those that are running. */
  private static void askTriggers(DeploySettings settings, DeployFacts facts, Answer answer) {
    for (SchemaVersion later : settings.released().all()) {
      if (later.number() > settings.number()) {
        captured("this producer", settings.candidate(), later, settings)
            .ifPresent(answer.notes()::add);
      }
    }
    for (Peer producer : facts.running(DeployedService.PRODUCER)) {
      producer
          .version()
          .filter(number -> number < settings.number())
          .flatMap(settings.released()::numbered)
          .map(older -> NumberedSchema.of(older))
          .flatMap(
              older ->
                  captured(
                      "the producer at " + producer.address(), older, settings.version(), settings))
          .ifPresent(answer.notes()::add);
    }
  }

  /** What a producer does once the triggers are of a later version that has a column less. */
  private static Optional<String> captured(
      String who, NumberedSchema written, SchemaVersion triggers, DeploySettings settings) {
    NumberedSchema later = NumberedSchema.of(triggers);
    List<String> gone = later.columnsBeside(written);
    Optional<Integer> instead =
        settings.released().upTo(written.number()).all().stream()
            .map(version -> NumberedSchema.of(version))
            .filter(version -> later.columnsBeside(version).isEmpty())
            .map(NumberedSchema::number)
            .reduce((older, newer) -> newer);
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has no %s: once 'cdc setup' of it has run, changes are captured without, and %s %s"
                .formatted(
                    later.label(),
                    String.join(", ", gone),
                    who,
                    instead
                        .map("writes them as version %d"::formatted)
                        .orElse(
                            "ends at the first of them with exit code 6, nothing lost; deploy the producer of %s then"
                                .formatted(later.label()))));
  }
}
