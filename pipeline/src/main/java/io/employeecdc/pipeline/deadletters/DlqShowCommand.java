package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cdc dlq show}. */
@Command(
    name = "show",
    description = "Show everything about one dead letter; its content only on request.",
    footer = "%nEvery option is also an environment variable: --dlq-topic is CDC_DLQ_TOPIC.")
final class DlqShowCommand extends OptionsCommand<ShowSettings> {
  @Mixin DeadLetterTopicOptions topic = new DeadLetterTopicOptions();

  @Parameters(
      index = "0",
      paramLabel = "PARTITION:OFFSET",
      converter = Place.Converter.class,
      description = "Where it is in the dead-letter topic, as 'cdc dlq list' says.")
  Place place;

  @Option(
      names = "--show-values",
      description = "Show the record's content as well: it may be personal data.")
  boolean showValues;

  @Option(
      names = "--schema-registry-url",
      paramLabel = "URL",
      description = "Schema registry with Confluent's API; needed by --show-values.")
  String registryUrl;

  @Override
  protected ShowSettings read(OptionReader options) {
    return new ShowSettings(
        topic.read(options),
        place,
        showValues,
        showValues ? options.httpUrl("--schema-registry-url", registryUrl) : null);
  }

  @Override
  protected ExitCode run(ShowSettings settings) {
    ConsumerRecord<byte[], byte[]> letter = find(settings);
    LetterReport.print(letter, out());
    out().println();
    if (settings.showValues()) {
      ContentReport.print(letter, settings.registryUrl(), out());
    } else {
      out().println("The content is hidden, as it may be personal data; --show-values shows it.");
    }
    out().flush();
    return ExitCode.DONE;
  }

  private static ConsumerRecord<byte[], byte[]> find(ShowSettings settings) {
    try (DeadLetterTopic letters = DeadLetterTopic.open(settings.topic())) {
      return letters
          .at(settings.place())
          .orElseThrow(
              () ->
                  new CdcException(
                      ExitCode.CONFIGURATION,
                      "topic '%s' has no dead letter at %s; 'cdc dlq list' says what there is"
                          .formatted(settings.topic().topic(), settings.place())));
    }
  }
}
