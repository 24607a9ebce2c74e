package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.consumer.replay.DeadLetterRecord;
import io.employeecdc.consumer.replay.ReplayGroup;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.results.TextTable;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Say what is in the dead-letter topic, why, and from where. Prints no values.")
final class DlqListCommand extends OptionsCommand<DlqListCommand.Settings> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Mixin DeadLetterTopicOptions topic = new DeadLetterTopicOptions();

  @Mixin
  DeadLetterTopicOptions.ReplayGroupOption group = new DeadLetterTopicOptions.ReplayGroupOption();

  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Dead letters to list, the newest ones; all are counted. Default: 1000.")
  String limit = "1000";

  @Option(
      names = "--all",
      description = "Also those that replays of the group are done with, which stay in the topic.")
  boolean all;

  record Settings(
      DeadLetterTopicOptions.Settings letters,
      String group,
      boolean all,
      int limit,
      JsonOutput json) {}

  @Override
  protected Settings read(OptionReader options) {
    DeadLetterTopicOptions.Settings letters = topic.read(options);
    return new Settings(
        letters,
        group.read(options, letters.topic()),
        all,
        options.wholeNumber("--limit", limit, 0, 1_000_000),
        json.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) {
    DeadLetterStats stats = count(settings);
    if (!settings.json().replacesText()) {
      print(settings, stats);
    }
    settings.json().write(json(settings.letters().topic(), stats), out());
    return ExitCode.DONE;
  }

  private DeadLetterStats count(Settings settings) {
    DeadLetterTopicOptions.Settings topic = settings.letters();
    DeadLetterStats stats = new DeadLetterStats(settings.limit());
    try (TopicReader letters = topic.open();
        ReplayGroup replays = new ReplayGroup(topic.kafka(), topic.topic(), settings.group())) {
      Map<TopicPartition, Long> ends = letters.ends();
      Map<TopicPartition, Long> begins = settings.all() ? Map.of() : replays.begins(ends.keySet());
      letters
          .read(
              Map.of(),
              ends,
              record -> {
                if (!settings.all()
                    && isDone(new DeadLetterRecord(record), begins, settings.group())) {
                  stats.addDone();
                } else {
                  stats.add(DeadLetterSummary.of(record, topic.key()));
                }
                return true;
              })
          .forEach(this::warn);
    }
    return stats;
  }

  private static boolean isDone(
      DeadLetterRecord letter, Map<TopicPartition, Long> begins, String group) {
    Long begin = begins.get(letter.partition());
    return (begin != null && letter.record().offset() < begin)
        || letter.isCopy(group, begin != null);
  }

  private void warn(int partition, long offset) {
    err()
        .printf(
            "partition %d: a transaction is still open, so nothing from offset %d on is listed%n",
            partition, offset);
  }

  private static ObjectNode json(String topic, DeadLetterStats stats) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", topic);
    json.put("count", stats.count());
    json.put("replayed", stats.done());
    json.putPOJO("reasons", stats.reasons());
    json.putPOJO("by_time", stats.byTime());
    ArrayNode letters = json.putArray("letters");
    stats.newest().forEach(letter -> letter.put(letters.addObject()));
    return json;
  }

  private void print(Settings settings, DeadLetterStats stats) {
    List<DeadLetterSummary> letters = stats.newest();
    out().println(headline(settings.letters().topic(), stats, letters));
    if (!letters.isEmpty()) {
      out().println();
      String key = settings.letters().key().names();
      table(letters, key).print(out());
    }
    if (stats.count() > 0) {
      out().println();
      stats.printReasons(out());
      out().println();
      stats.printByTime(out());
    }
  }

  private static String headline(
      String topic, DeadLetterStats stats, List<DeadLetterSummary> letters) {
    long count = stats.count();
    int shown = letters.size();
    String origins =
        letters.stream()
            .map(letter -> letter.text(DeadLetterHeaders.TOPIC))
            .distinct()
            .collect(Collectors.joining(", "));
    String line = topic + ": " + (count == 0 ? "no" : count) + " dead letter";
    line += count == 1 ? "" : "s";
    line += origins.isEmpty() ? "" : " from " + origins;
    line += shown < count ? ", the newest " + shown + " listed (--limit)" : "";
    return stats.done() > 0 ? line + "; " + stats.done() + " already replayed (--all)" : line;
  }

  private static TextTable table(List<DeadLetterSummary> letters, String key) {
    TextTable table =
        new TextTable(
            ">AT",
            "TIME (UTC)",
            ">FROM",
            ">" + key.toUpperCase(Locale.ROOT),
            "STAGE",
            ">TRIES",
            "REASON");
    for (DeadLetterSummary letter : letters) {
      table.add(
          letter.place(),
          letter.time().map(TIME::format).orElse("-"),
          letter.origin(),
          letter.key(),
          letter.text(DeadLetterHeaders.STAGE),
          letter.text(DeadLetterHeaders.TRIES),
          letter.detailedReason());
    }
    return table;
  }
}
