package io.employeecdc.workbench.demo;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.status.LagBuckets;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.AddedCommand;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.results.ProgressLine;
import io.employeecdc.runtime.service.CleanUp;
import io.employeecdc.workbench.history.CsvHistory;
import io.employeecdc.workbench.history.GeneratedHistory;
import io.employeecdc.workbench.history.HistoryChange;
import io.employeecdc.workbench.history.HistoryPlayer;
import io.employeecdc.workbench.run.Flow;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.LogCapture;
import io.employeecdc.workbench.run.Services;
import io.employeecdc.workbench.stack.StackFailure;
import io.employeecdc.workbench.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Start a local stack, carry a history of changes through it, and prove that source and"
            + " target are equal.")
public final class DemoCommand extends OptionsCommand<DemoCommand.Settings>
    implements AddedCommand {
  private static final int TRANSACTION_CHANGES = 200;

  /**
   * Of the last changes, or half of a short history: how fast it is with no backlog before them.
   */
  private static final long PLAYED_ALONE = 1000;

  private static final long SEED = 1815;
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** A pipeline that has not moved for so long will not move any more. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

  @Mixin ContractOption contract = new ContractOption();
  @Mixin StackOptions stack = new StackOptions();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Change history to play: CSV (or .csv.gz) with the header changed_on,action and the names"
              + " of the table's columns, its key first. Default: a made-up one.")
  String input;

  @Option(
      names = "--changes",
      paramLabel = "N",
      description = "Changes of the made-up history. Default: 50000.")
  String changes = "50000";

  @Option(
      names = "--sites",
      paramLabel = "N",
      description =
          "1, or 2: another Kafka, registry, target and consumer, which MirrorMaker 2 keeps up to"
              + " date. Default: 1.")
  String sites = "1";

  @Option(names = "--keep", description = "Leave everything running, and say what to try next.")
  boolean keep;

  /**
   * What to show.
   *
   * @param input a change history; null to make one up
   */
  record Settings(
      Contract contract,
      StackSettings stack,
      Path input,
      long changes,
      int sites,
      boolean keep,
      JsonOutput json) {}

  private final GeneratedHistory made = new GeneratedHistory(SEED);
  private Settings settings;
  private ProgressLine progress;

  @Override
  protected Settings read(OptionReader options) {
    Contract table = contract.read(options);
    if (input == null && !table.name().equals(Contract.SHIPPED)) {
      options.complain("--input", "missing; the made-up history is of " + Contract.SHIPPED);
    }
    StackSettings here = stack.read(options, 0);
    int number = options.wholeNumber("--sites", sites, 1, 2);
    if (number == 2 && here.secure()) {
      options.complain("--sites", "2 local sites cannot be --secure");
    }
    return new Settings(
        table,
        here,
        options.readableFile("--input", input),
        options.wholeNumber("--changes", changes, 1, 100_000_000),
        number,
        keep,
        json.read(options));
  }

  @Override
  protected ExitCode run(Settings given) throws Exception {
    settings = given;
    progress = new ProgressLine(err(), PLAIN_PROGRESS_EVERY, System::nanoTime);
    if (LocalStack.find(settings.stack().directory()).isPresent()) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "a local stack is there already (%s); end it with 'cdc stack down'"
              .formatted(settings.stack().directory()));
    }
    DemoReport report = demonstrate();
    if (!settings.json().replacesText()) {
      report.print(out());
      NextSteps next = new NextSteps(settings.contract(), settings.stack().connect(), out());
      if (settings.keep()) {
        next.printRunning(LocalStack.find(settings.stack().directory()).orElseThrow());
      }
      next.print(settings.keep());
      out().flush();
    }
    settings.json().write(report.json(), out());
    return report.isRight() ? ExitCode.DONE : ExitCode.DATA;
  }

  private DemoReport demonstrate() throws Exception {
    long count = settings.changes();
    if (settings.input() != null) {
      count = csv().validate();
    }
    step(
        "starting PostgreSQL (2), Kafka (%d)%s and a schema registry"
            .formatted(settings.stack().brokers(), settings.stack().connect() ? ", Connect" : ""));
    try (CleanUp cleanUp = CleanUp.atExit("demo-down", this::down)) {
      LocalStack stack = StackFailure.explain(() -> LocalStack.up(settings.stack()));
      DemoReport report = show(LocalPipeline.standard(stack, settings.contract()), count);
      if (settings.keep()) {
        cleanUp.cancel();
      }
      return report;
    }
  }

  private DemoReport show(LocalPipeline pipeline, long changes) throws Exception {
    JavaService consumer = Services.consumer(pipeline, "consumer", Map.of());
    Flow.Watch watch =
        settings.stack().connect() ? fromLog(pipeline, consumer) : byTriggers(pipeline, consumer);
    Optional<SecondSite> second = Optional.empty();
    if (settings.sites() == 2) {
      step("starting a second site and MirrorMaker");
      second = Optional.of(SecondSite.start(pipeline));
    }
    long alone = (Math.min(changes, 2 * PLAYED_ALONE) + 1) / 2;
    step(
        "playing %,d changes into the source, as fast as one client can"
            .formatted(changes - alone));
    DemoReport.Carried burst = carry(pipeline, watch, 0, changes - alone, TRANSACTION_CHANGES);
    Meters afterBurst = Meters.of(consumer.port());
    LagBuckets cold = LagBuckets.between(Meters.parse(""), afterBurst);
    step("playing the last %,d, each in a transaction of its own".formatted(alone));
    Flow flow = carry(pipeline, watch, changes - alone, alone, 1).flow();
    LagBuckets warm = LagBuckets.between(afterBurst, Meters.of(consumer.port()));
    step("comparing source and target");
    VerifyResult verified = pipeline.verify();
    Optional<VerifyResult> mirrored = Optional.empty();
    if (second.isPresent()) {
      step("comparing source and the second site's target");
      mirrored = Optional.of(second.get().verify());
    }
    return new DemoReport(
        changes, burst, flow, cold, warm, verified, mirrored, pipeline.bytesPerRecord());
  }

  private Flow.Watch byTriggers(LocalPipeline pipeline, JavaService consumer) throws IOException {
    step("setting up databases, topics and schema");
    pipeline.setUp();
    step("starting producer and consumer");
    JavaService producer = Services.producer(pipeline, "producer", Map.of());
    start(producer, consumer);
    return new Flow.Watch(producer, consumer);
  }

  private static void start(JavaService... services) {
    boolean unused =
        StackFailure.explain(
            () -> {
              List.of(services).parallelStream().forEach(Server::start);
              return true;
            });
  }

  private Flow.Watch fromLog(LocalPipeline pipeline, JavaService consumer) throws IOException {
    step("setting up the target, topics and schema; slot and publication in the source");
    LogCapture capture = new LogCapture(pipeline);
    capture.prepare();
    step("starting Debezium's connector and the consumer");
    capture.connect(Map.of());
    start(consumer, Services.logExporter(pipeline, capture));
    return new Flow.Watch(pipeline.stack().connect(), consumer);
  }

  private DemoReport.Carried carry(
      LocalPipeline pipeline, Flow.Watch watch, long first, long count, int inTransaction)
      throws InterruptedException {
    long begin = System.nanoTime();
    AtomicLong played = new AtomicLong(first);
    CompletableFuture<Long> playing =
        CompletableFuture.runAsync(() -> play(pipeline, first, count, inTransaction, played))
            .thenApply(done -> System.nanoTime());
    Flow flow = watch(watch, playing, played, first + count);
    return new DemoReport.Carried(
        count,
        flow,
        Duration.ofNanos(playing.join() - begin),
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private void play(
      LocalPipeline pipeline, long first, long count, int inTransaction, AtomicLong played) {
    CapturedTable table = settings.contract().table();
    List<Column> columns = settings.input() == null ? made.columns(table) : csv().columns();
    try (HistoryPlayer player =
            new HistoryPlayer(pipeline.connectSource(), table, columns, inTransaction);
        Stream<HistoryChange> history = history(first, count)) {
      player.play(history.iterator(), done -> played.set(first + done));
    } catch (java.sql.SQLException e) {
      throw new CdcException(
          ExitCode.DATA,
          "the source refused change %,d or one of the %d after it: SQLSTATE %s"
              .formatted(played.get() + 1, inTransaction, e.getSQLState()),
          e);
    }
  }

  private CsvHistory csv() {
    return new CsvHistory(settings.input(), settings.contract().table());
  }

  private Stream<HistoryChange> history(long first, long count) {
    return settings.input() == null
        ? made.changes(count)
        : csv().changes().skip(first).limit(count);
  }

  private Flow watch(
      Flow.Watch watch, CompletableFuture<Long> playing, AtomicLong played, long changes)
      throws InterruptedException {
    Flow last = Flow.NONE;
    long moved = System.nanoTime();
    while (true) {
      boolean allPlayed = pause(playing);
      Flow now = watch.look();
      show(played.get(), now);
      if (allPlayed && now.hasConsumed(changes)) {
        return now;
      }
      if (now.consumed() != last.consumed() || now.published() != last.published()) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STALLED.toNanos()) {
        throw new CdcException(ExitCode.UNEXPECTED, "nothing moves any more; " + watch.logs());
      }
      last = now;
    }
  }

  private static boolean pause(CompletableFuture<Long> playing) throws InterruptedException {
    try {
      if (playing.isDone()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis() / 10);
      }
      playing.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CdcException cdc
          ? cdc
          : new IllegalStateException(e.getCause());
    }
  }

  private void step(String text) {
    progress.end();
    err().printf("%5.1f s  %s%n", progress.seconds(), text);
    err().flush();
  }

  private void show(long played, Flow flow) {
    progress.show(
        "%5.1f s  played %,d  captured %,d  published %,d  applied %,d"
            .formatted(
                progress.seconds(), played, flow.captured(), flow.published(), flow.applied()));
  }

  private void down() {
    LocalStack.find(settings.stack().directory()).ifPresent(LocalStack::down);
  }
}
