package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show everything about one dead letter, as JSON; its content only on request.")
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
    ConsumerRecord<byte[], byte[]> letter = find(settings);
    Optional<JsonNode> value =
        settings.registry().map(schemas -> ValueDecoder.decode(letter.value(), schemas));
    ObjectNode shown = json(letter, settings, value);
    if (!settings.json().replacesText()) {
      JsonOutput.print(shown, out());
      if (value.isEmpty()) {
        err().println("The content is hidden, as it may be personal data; --show-values shows it.");
      }
    }
    settings.json().write(shown, out());
    return ExitCode.DONE;
  }

  private static ConsumerRecord<byte[], byte[]> find(Settings settings) {
    DeadLetterTopicOptions.Settings topic = settings.letters();
    try (TopicReader letters = topic.open()) {
      return letters
          .at(settings.place().partition(), settings.place().offset())
          .orElseThrow(
              () ->
                  new CdcException(
                      ExitCode.CONFIGURATION,
                      "topic '%s' has no dead letter at %s; 'cdc dlq list' says what there is"
                          .formatted(topic.topic(), settings.place())));
    }
  }

  /** Without a value no content is shown. Of headers that came with the record, none ever is. */
  private static ObjectNode json(
      ConsumerRecord<byte[], byte[]> record, Settings settings, Optional<JsonNode> value) {
    DeadLetterSummary letter = DeadLetterSummary.of(record, settings.letters().key());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", record.topic());
    letter.put(json);
    json.put("error_message", letter.headers().get(DeadLetterHeaders.EXCEPTION_MESSAGE));
    json.put("group", letter.headers().get(DeadLetterHeaders.GROUP));
    json.put("written", Instant.ofEpochMilli(record.timestamp()).toString());
    json.put("key_bytes", length(record.key()));
    json.put("value_bytes", length(record.value()));
    json.put("schema_id", schemaId(record.value()));
    ArrayNode headers = json.putArray("headers");
    Stream.of(record.headers().toArray())
        .filter(header -> !DeadLetterHeaders.NAMES.contains(header.key()))
        .forEach(
            header ->
                headers
                    .addObject()
                    .put("name", Visible.beginningOf(header.key()))
                    .put("bytes", length(header.value())));
    value.ifPresent(decoded -> json.set("value", decoded));
    return json;
  }

  private static Integer schemaId(byte[] value) {
    try {
      return value == null ? null : (Integer) WireFormat.schemaId(value);
    } catch (MalformedRecordException e) {
      return null;
    }
  }

  private static Integer length(byte[] bytes) {
    return bytes == null ? null : (Integer) bytes.length;
  }
}
