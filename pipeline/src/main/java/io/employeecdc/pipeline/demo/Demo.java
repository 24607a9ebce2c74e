package io.employeecdc.pipeline.demo;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import io.employeecdc.pipeline.history.CsvHistory;
import io.employeecdc.pipeline.history.GeneratedHistory;
import io.employeecdc.pipeline.history.HistoryChange;
import io.employeecdc.pipeline.history.HistoryPlayer;
import io.employeecdc.pipeline.output.ProgressLine;
import io.employeecdc.pipeline.run.Flow;
import io.employeecdc.pipeline.run.LocalPipeline;
import io.employeecdc.pipeline.run.Services;
import io.employeecdc.pipeline.stack.StackFailure;
import io.employeecdc.pipeline.verify.VerifyResult;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.service.CleanUp;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

final class Demo {
  private static final int TRANSACTION_CHANGES = 200;
  private static final long SEED = 1815;
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** A pipeline that has not moved for so long will not move any more. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(5);

  private final DemoCommand.Settings settings;
  private final PrintWriter messages;
  private final ProgressLine progress;
  private final GeneratedHistory made = new GeneratedHistory(SEED);

  Demo(DemoCommand.Settings settings, PrintWriter messages) {
    this.settings = settings;
    this.messages = messages;
    this.progress = new ProgressLine(messages, PLAIN_PROGRESS_EVERY, System::nanoTime);
  }

  DemoReport run() throws Exception {
    long changes = settings.changes();
    if (settings.input() != null) {
      changes = csv().validate();
    }
    step(
        "starting PostgreSQL (2), Kafka (%d) and a schema registry"
            .formatted(settings.stack().brokers()));
    try (CleanUp cleanUp = CleanUp.atExit("demo-down", this::down)) {
      LocalStack stack = StackFailure.explain(() -> LocalStack.up(settings.stack()));
      DemoReport report = show(LocalPipeline.standard(stack, settings.contract()), changes);
      if (settings.keep()) {
        cleanUp.cancel();
      }
      return report;
    }
  }

  private DemoReport show(LocalPipeline pipeline, long changes) throws Exception {
    step("setting up databases, topics and schema");
    pipeline.setUp();
    step("starting producer and consumer");
    JavaService producer = Services.producer(pipeline, "producer", Map.of());
    JavaService consumer = Services.consumer(pipeline, "consumer", Map.of());
    StackFailure.explain(() -> startBoth(producer, consumer));
    step("playing %,d changes into the source".formatted(changes));
    long begin = System.nanoTime();
    AtomicLong played = new AtomicLong();
    CompletableFuture<Void> playing =
        CompletableFuture.runAsync(() -> play(pipeline, changes, played));
    Flow flow = watch(new Flow.Watch(producer, consumer), playing, played, changes);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    step("comparing source and target");
    VerifyResult verified = pipeline.verify();
    return new DemoReport(changes, flow, verified, took, pipeline.bytesPerRecord());
  }

  private static Void startBoth(Server producer, Server consumer) {
    List.of(
            CompletableFuture.runAsync(producer::start),
            CompletableFuture.runAsync(consumer::start))
        .forEach(CompletableFuture::join);
    return null;
  }

  private void play(LocalPipeline pipeline, long changes, AtomicLong played) {
    CapturedTable table = settings.contract().table();
    List<Column> columns = settings.input() == null ? made.columns(table) : csv().columns();
    try (HistoryPlayer player =
            new HistoryPlayer(pipeline.connectSource(), table, columns, TRANSACTION_CHANGES);
        Stream<HistoryChange> history = history(changes)) {
      player.play(history.iterator(), played::set);
    } catch (java.sql.SQLException e) {
      throw new CdcException(
          ExitCode.DATA,
          "the source refused change %,d or one of the %d after it: SQLSTATE %s"
              .formatted(played.get() + 1, TRANSACTION_CHANGES, e.getSQLState()),
          e);
    }
  }

  private CsvHistory csv() {
    return new CsvHistory(settings.input(), settings.contract().table());
  }

  private Stream<HistoryChange> history(long changes) {
    return settings.input() == null ? made.changes(changes) : csv().changes();
  }

  private Flow watch(
      Flow.Watch watch, CompletableFuture<Void> playing, AtomicLong played, long changes)
      throws InterruptedException {
    Flow last = Flow.NONE;
    long moved = System.nanoTime();
    while (true) {
      boolean allPlayed = pause(playing);
      Flow now = watch.look();
      show(played.get(), now);
      if (allPlayed && now.hasConsumed(changes)) {
        show(played.get(), now);
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

  private static boolean pause(CompletableFuture<Void> playing) throws InterruptedException {
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
    messages.printf("%5.1f s  %s%n", progress.seconds(), text);
    messages.flush();
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
