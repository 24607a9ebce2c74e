package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.CommandGroup;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.peers.PeerOption;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.results.ProgressLine;
import io.employeecdc.schematools.released.ReleasesOption;
import io.employeecdc.schematools.text.Templates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "can-deploy",
    description =
        "Say whether a producer or consumer of a schema version may be deployed now, why, and in"
            + " which order.",
    subcommands = {CanDeployCommand.OfProducer.class, CanDeployCommand.OfConsumer.class})
public final class CanDeployCommand extends CommandGroup {
  @Command(
      name = "producer",
      description =
          "Say whether a producer that writes a version may be deployed now: is it registered, and do the"
              + " consumers read it? Exit code 0 for yes, 6 for no.")
  static final class OfProducer extends OfService {
    OfProducer() {
      super(DeployedService.PRODUCER);
    }
  }

  @Command(
      name = "consumer",
      description =
          "Say whether a consumer built for a version may be deployed now: does it read what the topics"
              + " hold and the producers write? Exit code 0 for yes, 6 for no.")
  static final class OfConsumer extends OfService {
    OfConsumer() {
      super(DeployedService.CONSUMER);
    }
  }

  /** What may be deployed, and where to look: the same for both services. */
  abstract static class OfService extends OptionsCommand<DeploySettings> {
    private static final Duration ONLY_ON_TERMINALS = Duration.ofDays(1);

    @Mixin KafkaOptions kafka = new KafkaOptions();
    @Mixin RegistryOption registry = new RegistryOption();
    @Mixin ContractOption contract = new ContractOption();
    @Mixin TopicOption topic = new TopicOption();
    @Mixin DeadLetterTopicOption deadLetterTopic = new DeadLetterTopicOption();
    @Mixin ReleasesOption releases = new ReleasesOption();
    @Mixin JsonOption json = new JsonOption();

    @Option(
        names = "--version",
        paramLabel = "N",
        description = "The version to deploy. Default: the newest released one.")
    String version;

    @Option(
        names = "--peer",
        paramLabel = "HOST:PORT",
        description =
            "Management address of a running producer or consumer, which is asked for its version."
                + " May be given several times, or several separated by commas.")
    List<String> peers = List.of();

    private final DeployedService service;

    OfService(DeployedService service) {
      this.service = service;
    }

    @Override
    protected final DeploySettings read(OptionReader options) {
      Contract table = contract.read(options);
      Names names = table.names();
      ReleasedVersions released = releases.read(options, table);
      return new DeploySettings(
          service,
          version(options, released),
          released,
          registry.read(options),
          kafka.read(options),
          topic.read(options, names),
          deadLetterTopic.read(options, names),
          PeerOption.named(options, peers),
          json.read(options));
    }

    private SchemaVersion version(OptionReader options, ReleasedVersions released) {
      if (version == null) {
        return released.newest();
      }
      int number = options.wholeNumber("--version", version, 1, 999_999);
      Optional<SchemaVersion> found = released.numbered(number);
      if (found.isEmpty()) {
        options.complain(
            "--version",
            "version %d is not released here, where %d is the newest; ask in a checkout that has it"
                .formatted(number, released.newest().number()));
      }
      return found.orElse(released.newest());
    }

    @Override
    protected final ExitCode run(DeploySettings settings) throws IOException {
      DeployFacts facts =
          DeployFacts.find(settings, new ProgressLine(err(), ONLY_ON_TERMINALS, System::nanoTime));
      DeployQuestion answer = DeployQuestion.answered(settings, facts);
      Map<String, Object> names = Map.of("settings", settings, "facts", facts, "answer", answer);
      if (!settings.json().replacesText()) {
        Templates.lines("/can-deploy/answer.txt", names).forEach(out()::println);
      }
      if (settings.json().isWanted()) {
        settings.json().write(Templates.json("/can-deploy/answer.json", names), out());
      }
      return answer.yes() ? ExitCode.DONE : ExitCode.INCOMPATIBLE_SCHEMA;
    }
  }

  record DeploySettings(
      DeployedService service,
      SchemaVersion version,
      ReleasedVersions released,
      RegistrySettings registry,
      KafkaSettings kafka,
      String topic,
      String deadLetterTopic,
      List<String> peers,
      JsonOutput json) {
    String subject() {
      return Names.valueSubject(topic);
    }

    int number() {
      return version.number();
    }

    NumberedSchema candidate() {
      return NumberedSchema.ofVersion(number(), version.schema());
    }
  }
}
