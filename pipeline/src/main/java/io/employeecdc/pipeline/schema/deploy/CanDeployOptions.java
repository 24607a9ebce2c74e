package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.pipeline.schema.released.ReleasesOption;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What may be deployed, and where to look: the same for both services. */
abstract class CanDeployOptions extends OptionsCommand<DeploySettings> {
  private static final Pattern PEER = Pattern.compile(OptionReader.HOST + ":\\d{1,5}");

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
      names = "--jar",
      paramLabel = "FILE",
      description = "The jar to deploy, which says its version itself; in place of --version.")
  String jar;

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description =
          "Management address of a running producer or consumer, which is asked for its version."
              + " May be given several times, or several separated by commas.")
  List<String> peers = List.of();

  private final DeployedService service;

  CanDeployOptions(DeployedService service) {
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
        peers(options),
        json.read(options));
  }

  @Override
  protected final ExitCode run(DeploySettings settings) throws IOException {
    return CanDeploy.run(settings, out(), err());
  }

  private SchemaVersion version(OptionReader options, ReleasedVersions released) {
    if (jar != null && version != null) {
      options.complain("--jar", "not together with --version, as the jar says its version");
    }
    if (jar != null && !contract.read(options).name().equals(Contract.SHIPPED)) {
      options.complain(
          "--jar", "says versions of %s only; give --version".formatted(Contract.SHIPPED));
    }
    if (jar != null) {
      Path file = options.readableFile("--jar", jar);
      return service
          .versionOf(options, file)
          .flatMap(number -> known(options, "--jar", number, released))
          .orElse(released.newest());
    }
    return version == null
        ? released.newest()
        : known(
                options,
                "--version",
                options.wholeNumber("--version", version, 1, 999_999),
                released)
            .orElse(released.newest());
  }

  private static Optional<SchemaVersion> known(
      OptionReader options, String option, int number, ReleasedVersions released) {
    Optional<SchemaVersion> found = released.numbered(number);
    if (found.isEmpty()) {
      options.complain(
          option,
          "version %d is not released here, where %d is the newest; ask in a checkout that has it"
              .formatted(number, released.newest().number()));
    }
    return found;
  }

  private List<String> peers(OptionReader options) {
    List<String> all =
        peers.stream().flatMap(text -> Stream.of(text.split(",", -1))).map(String::strip).toList();
    all.forEach(
        peer ->
            options.matching(
                "--peer",
                options.required("--peer", peer, "host:port"),
                PEER,
                "host:port of a service's metrics"));
    return all;
  }
}
