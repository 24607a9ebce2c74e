package io.employeecdc.pipeline.deadletters;

import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cdc dlq show}. */
@Command(
    name = "show",
    description = "Show everything about one dead letter; its content only on request.")
final class DlqShowCommand extends OptionsCommand<ShowSettings> {
  @Mixin DeadLetterTopicOptions topic = new DeadLetterTopicOptions();
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin JsonOption json = new JsonOption();

  @Parameters(
      index = "0",
      paramLabel = "PARTITION:OFFSET",
      description = "Where it is in the dead-letter topic, as 'cdc dlq list' says.")
  String place;

  @Option(
      names = "--show-values",
      description =
          "Show the record's content as well: it may be personal data. Needs --schema-registry-url.")
  boolean showValues;

  @Override
  protected ShowSettings read(OptionReader options) {
    return new ShowSettings(
        topic.read(options),
        Place.read(options, place),
        showValues,
        showValues ? registry.read(options) : null,
        json.read(options));
  }

  @Override
  protected ExitCode run(ShowSettings settings) {
    ConsumerRecord<byte[], byte[]> letter = find(settings);
    boolean asText = !settings.json().replacesText();
    if (asText) {
      LetterReport.print(letter, settings.topic().key(), out());
      out().println();
    }
    Optional<DecodedValue> value =
        settings.showValues()
            ? Optional.of(ValueDecoder.decode(letter.value(), settings.registry()))
            : Optional.empty();
    if (asText) {
      printContent(letter, value);
    }
    settings.json().write(ShowJson.of(letter, settings.topic().key(), value), out());
    return ExitCode.DONE;
  }

  private void printContent(ConsumerRecord<byte[], byte[]> letter, Optional<DecodedValue> value) {
    if (value.isPresent()) {
      ContentReport.print(letter, value.get(), out());
    } else {
      out().println("The content is hidden, as it may be personal data; --show-values shows it.");
    }
    out().flush();
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
