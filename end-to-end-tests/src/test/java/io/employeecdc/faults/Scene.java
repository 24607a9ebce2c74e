package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.endtoend.TopicContent;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * One fault with one seed: services that run, a workload in the source, and a reader of the target.
 * The test injects, heals and ends with {@link #check}; closing heals the servers in any case and
 * notes what came of it.
 */
final class Scene implements AutoCloseable {
  /** What the project promises, from the beginning of the healing. */
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(30);

  /** What has not recovered by then never will. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(90);

  /** For what is not an outage but a lot to do. */
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(10);

  private final Fault fault;
  private final long seed;
  private final Stages stages;
  private final Stage stage;
  private final Random random;
  private final long begun = System.nanoTime();
  private Workload workload;
  private VersionSampler sampler;
  private long recoveryMillis = -1;
  private boolean survived;

  Scene(Fault fault, long seed, Stages stages, Stage stage) {
    this.fault = fault;
    this.seed = seed;
    this.stages = stages;
    this.stage = stage;
    this.random = new Random(seed);
  }

  /** Starts a producer and a consumer unless they run, then the load. */
  void start() throws Exception {
    start(Map.of(), Map.of());
  }

  /** The same with settings of their own. */
  void start(Map<String, String> producing, Map<String, String> consuming) throws Exception {
    stage.start(producing, consuming);
    load();
    awaitMore(50);
  }

  /** Starts the writers and the reader. */
  void load() {
    workload = Workload.start(stage.pipeline().local(), seed);
    sampler = VersionSampler.start(stage.pipeline().local());
  }

  Stage stage() {
    return stage;
  }

  JavaService producer() {
    return stage.producer();
  }

  /** The first consumer. */
  JavaService consumer() {
    return stage.consumer();
  }

  Workload workload() {
    return workload;
  }

  LocalStack stack() {
    return stage.stack();
  }

  TestPipeline pipeline() {
    return stage.pipeline();
  }

  /** What the seed decides, apart from the workload. */
  Random random() {
    return random;
  }

  /** Waits until so many more changes have taken effect. */
  void awaitMore(int changes) throws SQLException {
    TestPipeline pipeline = stage.pipeline();
    long goal = pipeline.countProcessed() + changes;
    pipeline.waiting(changes + " changes more").until(() -> pipeline.countProcessed() >= goal);
  }

  /** Waits until so many more changes were made, while none takes effect. */
  void awaitCapture(int changes) throws SQLException {
    TestPipeline pipeline = stage.pipeline();
    String count = "select count(*) from emp_cdc";
    long goal = Long.parseLong(pipeline.askSource(count)) + changes;
    pipeline
        .waiting(changes + " changes more in the source")
        .until(() -> Long.parseLong(pipeline.askSource(count)) >= goal);
  }

  /** Waits until there are so many dead letters, and gives them. */
  List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int letters) {
    return stage
        .pipeline()
        .waiting(letters + " dead letters")
        .until(this::deadLetters, all -> all.size() == letters);
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return TopicContent.deadLetters(stage.pipeline().channel());
  }

  /** Waits for a moment that the seed chooses within the next changes. */
  void awaitAnyMoment() throws SQLException {
    awaitMore(1 + random.nextInt(200));
  }

  /** Lets a fault that is defined by how long it takes go on for that time. */
  void letPass(Duration time) {
    Awaitility.await().atMost(time.multipliedBy(2)).pollDelay(time).until(() -> true);
  }

  /** Starts one process again, as {@link #heal(List)} does. */
  void heal(Server process) throws SQLException {
    heal(List.of(process));
  }

  /**
   * Starts processes again, and takes the time from then on. That of a service begins before its
   * start, which is ours; that of a server when it answers.
   */
  void heal(List<? extends Server> processes) throws SQLException {
    Map<Boolean, List<Server>> ours =
        processes.stream().collect(Collectors.partitioningBy(JavaService.class::isInstance));
    ours.get(false).parallelStream().forEach(Server::start);
    heal(() -> ours.get(true).parallelStream().forEach(Server::start));
  }

  /**
   * Heals, and takes the time until all that was captured by then has taken effect, which must not
   * be longer than promised.
   */
  void heal(Runnable healing) throws SQLException {
    long millis = recovered(healing, GIVEN_UP);
    System.out.printf("%s, seed %d: recovered after %d ms%n", fault, seed, millis);
    recoveryMillis = Math.max(recoveryMillis, millis);
    assertThat(Duration.ofMillis(millis)).as("time to recover").isLessThan(RECOVERY_LIMIT);
  }

  /** Starts the target again; the first change must be there before long, and then all of them. */
  void healTarget(Duration firstChange) throws SQLException {
    stack().target().start();
    long before = stage.pipeline().countProcessed();
    heal(() -> awaitFirst(before, firstChange));
  }

  private void awaitFirst(long before, Duration limit) {
    TestPipeline pipeline = stage.pipeline();
    long begin = System.nanoTime();
    pipeline.waiting("the first change").until(() -> pipeline.countProcessed() > before);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    System.out.printf("%s, seed %d: resumed after %d ms%n", fault, seed, millis);
    assertThat(Duration.ofMillis(millis)).as("time to the first change").isLessThan(limit);
  }

  /** Waits until all that is captured by now has taken effect, however much that is. */
  void catchUp() throws SQLException {
    System.out.printf(
        "%s, seed %d: caught up after %d ms%n", fault, seed, recovered(() -> {}, CATCH_UP_LIMIT));
  }

  private long recovered(Runnable healing, Duration limit) throws SQLException {
    TestPipeline pipeline = stage.pipeline();
    long begin = System.nanoTime();
    healing.run();
    String horizon = pipeline.askSource("select coalesce(max(action_id), 0) from emp_cdc");
    String upTo = " where action_id <= " + horizon;
    long captured = Long.parseLong(pipeline.askSource("select count(*) from emp_cdc" + upTo));
    String processed = "select count(*) from processed_events" + upTo;
    pipeline
        .waiting("recovered")
        .atMost(limit)
        .ignoreExceptions()
        .until(() -> Long.parseLong(pipeline.askTarget(processed)) >= captured);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** Ends the load and waits for rest; then all promises must hold. */
  void check() throws Exception {
    check(0);
  }

  /** The same where the test has sent records that can only be dead letters. */
  void check(int deadLetters) throws Exception {
    workload.close();
    List<JavaService> alive = stage.consumers().stream().filter(Server::alive).toList();
    new Checker(stage.pipeline()).check(stage.producer(), alive, deadLetters);
    sampler.check();
    survived = true;
  }

  @Override
  public void close() throws IOException, SQLException {
    Results.add(new Results.Result(fault, seed, survived, recoveryMillis));
    stage.stack().servers().parallelStream().forEach(Server::start);
    try {
      if (sampler != null) {
        sampler.close();
        workload.close();
      }
    } finally {
      leave();
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    System.out.printf("%s, seed %d: %d s in all%n", fault, seed, seconds);
  }

  private void leave() throws IOException, SQLException {
    if (survived) {
      stage.rest();
    } else {
      Logs.keep(stage, fault + "-" + seed);
      stages.close();
    }
  }
}
