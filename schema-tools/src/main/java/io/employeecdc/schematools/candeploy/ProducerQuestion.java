package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.schemacheck.Reading;
import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import io.employeecdc.schematools.candeploy.DeployQuestion.Counterpart;
import java.util.List;

/**
 * May a producer be deployed? Its version must be registered, or it will not start, and every
 * consumer must read what it is going to write. What is in the topic does not concern it.
 */
final class ProducerQuestion extends DeployQuestion {
  ProducerQuestion(DeploySettings settings, DeployFacts facts) {
    super(settings, facts);
  }

  @Override
  void ask() {
    if (!facts.registered()) {
      reasons.add(
          "version %d is not registered under %s, and a producer does not start without"
              .formatted(settings.number(), settings.subject()));
      order.add("run 'cdc schema register'");
    }
    counterparts(DeployedService.CONSUMER).forEach(this::read);
    askTriggers();
  }

  private void read(Counterpart consumer) {
    Reading reading = settings.candidate().readBy(consumer.version());
    if (!reading.complete()) {
      refuse(DeployedService.CONSUMER, consumer, reading);
    } else if (consumer.version().number() != settings.number()) {
      consequences.add(
          "consumers built for %s go on and %s%s"
              .formatted(
                  consumer.version().label(),
                  reading.ignored().isEmpty()
                      ? "read all of it"
                      : "ignore " + String.join(", ", reading.ignored()),
                  settings.candidate().leaves(consumer.version())));
    }
  }

  /** Once the triggers are of a later version, from this producer to those that are running. */
  private void askTriggers() {
    for (SchemaVersion later : settings.released().all()) {
      if (later.number() > settings.number()) {
        captured("this producer", settings.candidate(), later);
      }
    }
    for (Peer producer : facts.running(DeployedService.PRODUCER)) {
      producer
          .version()
          .filter(number -> number < settings.number())
          .flatMap(settings.released()::numbered)
          .map(NumberedSchema::of)
          .ifPresent(
              older ->
                  captured("the producer at " + producer.address(), older, settings.version()));
    }
  }

  /** What a producer does once the triggers are of a later version that has a column less. */
  private void captured(String who, NumberedSchema written, SchemaVersion triggers) {
    NumberedSchema later = NumberedSchema.of(triggers);
    List<String> gone = later.columnsBeside(written);
    if (gone.isEmpty()) {
      return;
    }
    String instead =
        settings.released().upTo(written.number()).all().stream()
            .map(NumberedSchema::of)
            .filter(version -> later.columnsBeside(version).isEmpty())
            .reduce((older, newer) -> newer)
            .map(version -> "writes them as " + version.label())
            .orElse(
                "ends at the first of them with exit code 6, nothing lost; deploy the producer of %s then"
                    .formatted(later.label()));
    notes.add(
        "%s has no %s: once 'cdc setup' of it has run, changes are captured without, and %s %s"
            .formatted(later.label(), String.join(", ", gone), who, instead));
  }
}
