package io.employeecdc.operations.deadletters;

import io.employeecdc.operations.deadletters.ValueDecoder.DecodedValue;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show everything about one dead letter; its content only on request.")
final class DlqShowCommand extends OptionsCommand<DlqShowCommand.Settings> {
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

  record Settings(
      DeadLetterTopicOptions.Settings letters,
      Place place,
      Optional<RegistrySettings> registry,
      JsonOutput json) {}

  @Override
  protected Settings read(OptionReader options) {
    return new Settings(
        topic.read(options),
        Place.read(options, place),
        showValues ? Optional.of(registry.read(options)) : Optional.empty(),
        json.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) {
    DeadLetterDetails letter = find(settings);
    boolean asText = !settings.json().replacesText();
    if (asText) {
      letter.print(out());
      out().println();
    }
    Optional<DecodedValue> value = settings.registry().map(letter::decode);
    if (asText && value.isPresent()) {
      letter.printContent(value.get(), out());
    } else if (asText) {
      out().println("The content is hidden, as it may be personal data; --show-values shows it.");
    }
    settings.json().write(letter.json(value), out());
    return ExitCode.DONE;
  }

  private static DeadLetterDetails find(Settings settings) {
    DeadLetterTopicOptions.Settings topic = settings.letters();
    try (TopicReader letters = topic.open()) {
      return letters
          .at(settings.place().partition(), settings.place().offset())
          .map(record -> DeadLetterDetails.of(record, topic.key()))
          .orElseThrow(
              () ->
                  new CdcException(
                      ExitCode.CONFIGURATION,
                      "topic '%s' has no dead letter at %s; 'cdc dlq list' says what there is"
                          .formatted(topic.topic(), settings.place())));
    }
  }
}
