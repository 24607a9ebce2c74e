package io.employeecdc.operations.status;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.employeecdc.contract.Names;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.TopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.peers.PeerOption;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description =
        "Show on one screen whether data flows: services, stages, lag, backlog, dead letters,"
            + " partitions and who reads them. Exit code 0 if all is healthy, 7 if something is"
            + " not, which the first lines name, 5 if nothing answers at all. Dead letters and lag"
            + " are shown and do not count.")
public final class StatusCommand extends OptionsCommand<StatusSettings> {
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(1);

  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin ContractOption contract = new ContractOption();
  @Mixin TopicOption topic = new TopicOption();
  @Mixin DeadLetterTopicOption deadLetterTopic = new DeadLetterTopicOption();
  @Mixin PeerOption peers = new PeerOption();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Group of the consumers. Default: follows from the contract, bf_employee_cdc_apply.")
  String group;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "SECONDS",
      description = "Look again and again, until Ctrl-C. Default of SECONDS: 2.")
  String watch;

  @Override
  protected StatusSettings read(OptionReader options) {
    Names names = contract.read(options).names();
    return new StatusSettings(
        kafka.read(options),
        topic.read(options, names),
        deadLetterTopic.read(options, names),
        KafkaName.read(options, "--group", group, names.group()),
        peers.read(options),
        Optional.ofNullable(watch)
            .map(text -> Duration.ofSeconds(options.wholeNumber("--watch", text, 1, 3600))),
        json.read(options));
  }

  @Override
  protected ExitCode run(StatusSettings settings) throws InterruptedException {
    // The screen says of each broker that is away what the client would log many times.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.OFF);
    StatusScreen screen = new StatusScreen(out(), settings.watch().isPresent());
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        KafkaProbe probe = KafkaProbe.open(settings)) {
      StatusSample before = StatusSample.take(settings, probe);
      Duration pause = BETWEEN_SAMPLES;
      StatusSample now = before;
      while (!shutdown.pause(pause)) {
        now = StatusSample.take(settings, probe);
        Status status = Status.of(settings, before, now);
        show(settings, status, screen);
        if (settings.watch().isEmpty()) {
          return exitCode(status);
        }
        before = now;
        pause = settings.watch().get();
      }
      return ExitCode.DONE;
    }
  }

  private void show(StatusSettings settings, Status status, StatusScreen screen) {
    if (!settings.json().replacesText()) {
      screen.show(new StatusText(settings, status).lines(), status.healthy());
    }
    if (settings.json().isWanted()) {
      settings.json().write(StatusJson.of(settings, status), out());
    }
  }

  private static ExitCode exitCode(Status status) {
    if (status.now().isSilence()) {
      return ExitCode.UNREACHABLE;
    }
    return status.healthy() ? ExitCode.DONE : ExitCode.DATA;
  }
}
