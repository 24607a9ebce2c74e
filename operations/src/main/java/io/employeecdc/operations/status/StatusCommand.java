package io.employeecdc.operations.status;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.employeecdc.operations.cluster.ClusterProbe;
import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.DeadLetterTopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.peers.PeerOption;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Duration;
import java.util.List;
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
public final class StatusCommand extends OptionsCommand<StatusCommand.Settings> {
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final String HOME = "\u001b[H";
  private static final String CLEAR = "\u001b[2J" + HOME;
  private static final String END_OF_LINE = "\u001b[K";

  @Mixin Pipeline.Options pipeline = new Pipeline.Options();
  @Mixin DeadLetterTopicOption deadLetterTopic = new DeadLetterTopicOption();
  @Mixin PeerOption peers = new PeerOption();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "SECONDS",
      description = "Look again and again, until Ctrl-C. Default of SECONDS: 2.")
  String watch;

  record Settings(
      Pipeline pipeline,
      String deadLetterTopic,
      PeerOption.Peers peers,
      Optional<Duration> watch,
      JsonOutput json) {}

  @Override
  protected Settings read(OptionReader options) {
    Pipeline looked = pipeline.read(options);
    return new Settings(
        looked,
        deadLetterTopic.read(options, looked.contract().names()),
        peers.read(options),
        Optional.ofNullable(watch)
            .map(text -> Duration.ofSeconds(options.wholeNumber("--watch", text, 1, 3600))),
        json.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) throws InterruptedException {
    // The screen says of each broker that is away what the client would log many times.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.OFF);
    // Known by the launcher: until Java 22 a JVM cannot tell for standard output alone.
    boolean redraws = settings.watch().isPresent() && Boolean.getBoolean("cdc.output.terminal");
    String between = redraws ? CLEAR : "";
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        ClusterProbe brokers = ClusterProbe.open(settings.pipeline().kafka(), "status")) {
      StatusSample before = StatusSample.take(settings, brokers);
      Duration pause = BETWEEN_SAMPLES;
      while (!shutdown.pause(pause)) {
        StatusSample now = StatusSample.take(settings, brokers);
        Status status = Status.of(settings, before, now);
        if (!settings.json().replacesText()) {
          out().printf(between);
          between = redraws ? HOME : "%n";
          show(new StatusText(status).lines(), redraws);
        }
        settings.json().write(status, out());
        if (settings.watch().isEmpty()) {
          return exitCode(status);
        }
        before = now;
        pause = settings.watch().get();
      }
      return ExitCode.DONE;
    }
  }

  /**
   * Each look is drawn over the one before it: no line is cleared before there is a new one, and at
   * the end what is below.
   */
  private void show(List<String> lines, boolean redraws) {
    // In the format: as a part of the text, the terminal's commands would be shown.
    String format = "%s" + (redraws ? END_OF_LINE : "") + "%n";
    lines.forEach(line -> out().printf(format, line));
    if (redraws) {
      out().printf("\u001b[J");
      out().flush();
    }
  }

  private static ExitCode exitCode(Status status) {
    if (status.now().isSilence()) {
      return ExitCode.UNREACHABLE;
    }
    return status.healthy() ? ExitCode.DONE : ExitCode.DATA;
  }
}
