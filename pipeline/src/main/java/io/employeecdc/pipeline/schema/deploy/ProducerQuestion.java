package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.check.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * May a producer be deployed? Its version must be registered, or it will not start, and every
 * consumer must read what it is going to write. What is in the topic does not concern it.
 */
final class ProducerQuestion {
  private final DeploySettings settings;
  private final Facts facts;
  private final Answer answer = new Answer();

  private ProducerQuestion(DeploySettings settings, Facts facts) {
    this.settings = settings;
    this.facts = facts;
  }

  static Answer ask(DeploySettings settings, Facts facts) {
    ProducerQuestion question = new ProducerQuestion(settings, facts);
    question.registered();
    question.consumers();
    question.answer.incomplete(facts.running(Service.CONSUMER));
    return question.answer;
  }

  private void registered() {
    if (!facts.registered()) {
      answer.no(
          "version %d is not registered under %s, and a producer does not start without"
              .formatted(settings.number(), settings.subject()));
      answer.first("run 'cdc schema register'");
    }
  }

  private void consumers() {
    List<String> ignoring = new ArrayList<>();
    boolean asked = !facts.running(Service.CONSUMER).isEmpty();
    for (Counterpart consumer : Counterpart.of(Service.CONSUMER, settings, facts, answer)) {
      Reading reading = Readings.of(settings.version(), consumer);
      if (!reading.complete()) {
        refuse(consumer, reading);
      } else if (consumer.version() != settings.number()) {
        ignoring.add(
            "consumers built for %s go on%s"
                .formatted(consumer.label(), Readings.ignoring(reading)));
      }
    }
    ignoring.forEach(answer::then);
    if (!asked) {
      answer.note("no consumer was asked (--peer); any version may be running");
    }
  }

  private void refuse(Counterpart consumer, Reading reading) {
    answer.no(
        (consumer.running()
                ? "the consumer at %s was built for %s: "
                    .formatted(String.join(", ", consumer.addresses()), consumer.label())
                : "a consumer built for %s may be running: ".formatted(consumer.label()))
            + Readings.obstacles(reading));
    answer.first(
        "deploy the consumers of version %d ('cdc schema can-deploy consumer --version %d' says whether they may)"
            .formatted(settings.number(), settings.number()));
    answer.first(
        consumer.running() ? "ask again" : "ask again, naming the running consumers with --peer");
  }
}
