package io.employeecdc.workbench.bench;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.service.CleanUp;
import io.employeecdc.workbench.peer.PeerBench;
import io.employeecdc.workbench.peer.PeerDownload;
import io.employeecdc.workbench.peer.PeerReport;
import io.employeecdc.workbench.stack.StackFailure;
import io.employeecdc.workbench.stack.StackOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description =
        "Measure each stage on a local stack of its own, beside the limits of the same machine.")
public final class BenchCommand extends OptionsCommand<BenchCommand.Settings>
    implements AddedCommand {
  @Mixin StackOptions.Brokers brokers = new StackOptions.Brokers();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--changes",
      paramLabel = "N",
      description =
          "Mixed changes per stage; fewer than 300000 are through before much is measured. Default:"
              + " 1000000; with --peer, for each backlog, 60000.")
  String changes;

  @Option(
      names = "--peer",
      description =
          "Measure our pipeline, by triggers and by the log, beside Debezium's source and sink"
              + " connectors instead; fetches the sink, 58 MB, the first time.")
  boolean peer;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "With --peer: how often each is measured. Default: 3.")
  String rounds = "3";

  record Settings(StackSettings stack, int changes, int rounds, JsonOutput json) {}

  @Override
  protected Settings read(OptionReader options) {
    Path directory = Path.of(System.getProperty("cdc.home", ".cdc"), "bench");
    return new Settings(
        new StackSettings(directory, brokers.read(options), 0),
        peer
            ? options.wholeNumber("--changes", given("60000"), 10_000, 1_000_000)
            : options.wholeNumber("--changes", given("1000000"), 100_000, 100_000_000),
        peer ? options.wholeNumber("--rounds", rounds, 1, 100) : 0,
        json.read(options));
  }

  private String given(String otherwise) {
    return changes == null ? otherwise : changes;
  }

  @Override
  protected ExitCode run(Settings settings) throws Exception {
    PeerDownload download = settings.rounds() == 0 ? null : PeerDownload.fetched();
    LocalStack stack = StackFailure.explain(() -> LocalStack.up(settings.stack()));
    CleanUp down = CleanUp.atExit("bench-down", stack::down);
    try {
      if (download != null) {
        return beside(download, stack, settings);
      }
      BenchReport report = new Bench(stack, settings.changes(), err()).run();
      if (!settings.json().replacesText()) {
        report.print(out());
        out().flush();
      }
      settings.json().write(report.json(), out());
      return report.isRight() ? ExitCode.DONE : ExitCode.DATA;
    } finally {
      down.close();
    }
  }

  private ExitCode beside(PeerDownload download, LocalStack stack, Settings settings)
      throws Exception {
    PeerReport report =
        PeerBench.run(stack, download, settings.changes(), settings.rounds(), err());
    if (!settings.json().replacesText()) {
      report.print(out());
      out().flush();
    }
    settings.json().write(report.json(), out());
    return ExitCode.DONE;
  }
}
