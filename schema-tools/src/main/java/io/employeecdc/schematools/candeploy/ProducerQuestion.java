package io.employeecdc.schematools.candeploy;

import io.employeecdc.schematools.check.Reading;

/**
 * May a producer be deployed? Its version must be registered, or it will not start, and every
 * consumer must read what it is going to write. What is in the topic does not concern it.
 */
final class ProducerQuestion {
  private ProducerQuestion() {}

  static Answer ask(DeploySettings settings, DeployFacts facts) {
    Answer answer = new Answer();
    if (!facts.registered()) {
      answer.no(
          "version %d is not registered under %s, and a producer does not start without"
              .formatted(settings.number(), settings.subject()));
      answer.first("run 'cdc schema register'");
    }
    for (Counterpart consumer : Counterpart.of(DeployedService.CONSUMER, settings, facts, answer)) {
      Reading reading = settings.candidate().readBy(consumer.version());
      if (!reading.complete()) {
        consumer.refuse(reading, settings, answer);
      } else if (consumer.version().number() != settings.number()) {
        answer.then(
            "consumers built for %s go on and %s"
                .formatted(
                    consumer.version().label(),
                    reading.ignored().isEmpty()
                        ? "read all of it"
                        : "ignore " + String.join(", ", reading.ignored())));
      }
    }
    answer.incomplete(facts.running(DeployedService.CONSUMER));
    return answer;
  }
}
