package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc dlq list}. */
@Command(
    name = "list",
    description = "Say what is in the dead-letter topic, why, and from where. Prints no values.")
final class DlqListCommand extends OptionsCommand<ListSettings> {
  @Mixin DeadLetterTopicOptions topic = new DeadLetterTopicOptions();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Dead letters to list, the newest ones; all are counted. Default: 1000.")
  String limit = "1000";

  @Option(
      names = "--per",
      paramLabel = "hour|day",
      description = "Count reasons per hour or day. Default: day.")
  String per = "day";

  @Override
  protected ListSettings read(OptionReader options) {
    return new ListSettings(
        topic.read(options),
        options.wholeNumber("--limit", limit, 0, 1_000_000),
        options.choice("--per", per, Period.class),
        json.read(options));
  }

  @Override
  protected ExitCode run(ListSettings settings) {
    LetterTally tally = new LetterTally(settings.limit(), settings.period());
    String name = settings.topic().topic();
    try (DeadLetterTopic letters = DeadLetterTopic.open(settings.topic())) {
      warn(letters.readAll(letter -> tally.add(DeadLetter.of(letter))));
    }
    if (!settings.json().replacesText()) {
      ListReport.print(name, tally, out());
      out().flush();
    }
    settings.json().write(ListJson.of(name, tally), out());
    return ExitCode.DONE;
  }

  private void warn(Map<Integer, Long> hidden) {
    hidden.forEach(
        (partition, offset) ->
            err()
                .printf(
                    "partition %d: a transaction is still open, so nothing from offset %d on is"
                        + " listed%n",
                    partition, offset));
    err().flush();
  }
}
