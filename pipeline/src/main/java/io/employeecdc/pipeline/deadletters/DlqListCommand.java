package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.replay.Letter;
import io.employeecdc.consumer.replay.ReplayGroup;
import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc dlq list}. */
@Command(
    name = "list",
    description = "Say what is in the dead-letter topic, why, and from where. Prints no values.")
final class DlqListCommand extends OptionsCommand<ListSettings> {
  @Mixin DeadLetterTopicOptions topic = new DeadLetterTopicOptions();
  @Mixin ReplayGroupOption group = new ReplayGroupOption();
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

  @Option(
      names = "--all",
      description = "Also those that replays of the group are done with, which stay in the topic.")
  boolean all;

  @Override
  protected ListSettings read(OptionReader options) {
    DeadLetterTopicSettings letters = topic.read(options);
    return new ListSettings(
        letters,
        group.read(options, letters.topic()),
        all,
        options.wholeNumber("--limit", limit, 0, 1_000_000),
        options.choice("--per", per, Period.class),
        json.read(options));
  }

  @Override
  protected ExitCode run(ListSettings settings) {
    LetterTally tally = new LetterTally(settings.limit(), settings.period());
    String name = settings.topic().topic();
    try (DeadLetterTopic letters = DeadLetterTopic.open(settings.topic());
        ReplayGroup replays = ReplayGroup.of(settings.topic().kafka(), name, settings.group())) {
      Map<TopicPartition, Long> begins =
          settings.all() ? Map.of() : replays.begins(letters.ends().keySet());
      warn(letters.readAll(record -> add(record, begins, settings, tally)));
    }
    if (!settings.json().replacesText()) {
      ListReport.print(name, settings.topic().key(), tally, out());
      out().flush();
    }
    settings.json().write(ListJson.of(name, tally), out());
    return ExitCode.DONE;
  }

  private static void add(
      ConsumerRecord<byte[], byte[]> record,
      Map<TopicPartition, Long> begins,
      ListSettings settings,
      LetterTally tally) {
    Letter letter = new Letter(record);
    Long begin = begins.get(letter.partition());
    boolean isDone =
        (begin != null && record.offset() < begin)
            || letter.isCopy(settings.group(), begin != null);
    if (isDone && !settings.all()) {
      tally.addDone();
    } else {
      tally.add(DeadLetter.of(record, settings.topic().key()));
    }
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
