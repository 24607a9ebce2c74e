package io.employeecdc.pipeline.faults;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import io.employeecdc.localstack.StackException;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.pipeline.endtoend.TestPipeline;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.awaitility.Awaitility;

/**
 * One fault with one seed: a pipeline of its own whose services run, a workload in its source, and
 * a reader of its target. The test injects, heals and ends with {@link #check}; closing heals the
 * servers in any case and notes what came of it.
 */
final class Scene implements AutoCloseable {
  /** Small steps, so that a fault comes between any two, or in the middle of one. */
  private static final Map<String, String> SMALL_STEPS =
      Map.of("CDC_CHUNK_SIZE", "100", "CDC_BATCH_SIZE", "100");

  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  private final Fault fault;
  private final long seed;
  private final LocalStack stack;
  private final TestPipeline pipeline;
  private final Random random;
  private final List<JavaService> consumers = new ArrayList<>();
  private JavaService producer;
  private Workload workload;
  private VersionSampler sampler;
  private long recoveryMillis = -1;
  private boolean survived;

  private Scene(Fault fault, long seed, LocalStack stack, TestPipeline pipeline) {
    this.fault = fault;
    this.seed = seed;
    this.stack = stack;
    this.pipeline = pipeline;
    this.random = new Random(seed);
  }

  /** A pipeline on the shared stack; nothing runs yet. */
  static Scene of(Fault fault, long seed) throws Exception {
    return of(TestStack.shared(), fault, seed);
  }

  static Scene of(LocalStack stack, Fault fault, long seed) throws Exception {
    System.out.printf("%s with -Dfaults.seed=%d%n", fault, seed);
    String suffix = fault.name().toLowerCase(Locale.ROOT) + "_" + seed;
    return new Scene(fault, seed, stack, TestPipeline.create(stack, suffix));
  }

  /** The same with one producer, one consumer and the load, which has begun to come through. */
  static Scene underLoad(Fault fault, long seed) throws Exception {
    Scene scene = of(fault, seed);
    scene.start();
    return scene;
  }

  /** Starts a producer and a consumer, then the load. */
  void start() throws Exception {
    start(Map.of(), Map.of());
  }

  /** The same with settings of their own. */
  void start(Map<String, String> producing, Map<String, String> consuming) throws Exception {
    producer = producer(producing);
    JavaService consumer = consumer(consuming);
    List.of(producer, consumer).parallelStream().forEach(Server::start);
    load();
    awaitMore(50);
  }

  /** Starts the writers and the reader. */
  void load() {
    workload = Workload.start(pipeline.local(), seed);
    sampler = VersionSampler.start(pipeline.local());
  }

  /** A producer of the pipeline, which is not started. */
  JavaService producer(Map<String, String> settings) {
    return pipeline.producer(withSmallSteps(settings));
  }

  /** One more consumer, which is not started and which {@link #check} asks if it lives. */
  JavaService consumer(Map<String, String> settings) {
    JavaService consumer = pipeline.consumer(withSmallSteps(settings));
    consumers.add(consumer);
    return consumer;
  }

  /** The exit code of a service that is started and cannot stay. */
  static int exitCodeOf(JavaService service) {
    try {
      service.start();
    } catch (StackException endedBeforeItAnswered) {
      // Which its exit code says better.
    }
    return service.awaitExit(END_LIMIT);
  }

  /** The producer that counts from now on. */
  void producedBy(JavaService other) {
    producer = other;
  }

  JavaService producer() {
    return producer;
  }

  /** The first consumer. */
  JavaService consumer() {
    return consumers.get(0);
  }

  /** Everything that runs: servers and services. */
  List<Server> processes() {
    List<Server> all = new ArrayList<>(stack.servers());
    all.add(producer);
    all.addAll(consumers);
    return all;
  }

  /** Where the target is found over a link. */
  String targetUrlOver(Link link) {
    String server = ":" + stack.target().port() + "/";
    return pipeline.environment().get("CDC_TARGET_URL").replace(server, ":" + link.port() + "/");
  }

  Workload workload() {
    return workload;
  }

  LocalStack stack() {
    return stack;
  }

  TestPipeline pipeline() {
    return pipeline;
  }

  /** What the seed decides, apart from the workload. */
  Random random() {
    return random;
  }

  /** Waits until so many more changes have taken effect. */
  void awaitMore(int changes) throws SQLException {
    long goal = pipeline.countProcessed() + changes;
    pipeline.waiting(changes + " changes more").until(() -> pipeline.countProcessed() >= goal);
  }

  /** Waits until so many more changes were made, while none takes effect. */
  void awaitCapture(int changes) throws SQLException {
    String count = "select count(*) from emp_cdc";
    long goal = Long.parseLong(pipeline.askSource(count)) + changes;
    pipeline
        .waiting(changes + " changes more in the source")
        .until(() -> Long.parseLong(pipeline.askSource(count)) >= goal);
  }

  /** Waits for a moment that the seed chooses within the next changes. */
  void awaitAnyMoment() throws SQLException {
    awaitMore(1 + random.nextInt(200));
  }

  /** Lets a fault that is defined by how long it takes go on for that time. */
  void letPass(Duration time) {
    Awaitility.await().atMost(time.multipliedBy(2)).pollDelay(time).until(() -> true);
  }

  /** Heals, and takes the time until all that was captured by then has taken effect. */
  void heal(Runnable healing) throws SQLException {
    long begun = System.nanoTime();
    healing.run();
    String horizon = pipeline.askSource("select coalesce(max(action_id), 0) from emp_cdc");
    String upTo = " where action_id <= " + horizon;
    long captured = Long.parseLong(pipeline.askSource("select count(*) from emp_cdc" + upTo));
    String processed = "select count(*) from processed_events" + upTo;
    pipeline
        .waiting("recovered")
        .ignoreExceptions()
        .until(() -> Long.parseLong(pipeline.askTarget(processed)) >= captured);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    System.out.printf("%s, seed %d: recovered after %d ms%n", fault, seed, millis);
    recoveryMillis = Math.max(recoveryMillis, millis);
  }

  /** Ends the load and waits for rest; then all promises must hold. */
  void check() throws Exception {
    check(0);
  }

  /** The same where the test has sent records that can only be dead letters. */
  void check(int deadLetters) throws Exception {
    workload.close();
    List<JavaService> alive = consumers.stream().filter(Server::alive).toList();
    new Checker(pipeline).check(producer, alive, deadLetters);
    sampler.check();
    survived = true;
  }

  @Override
  public void close() throws IOException, SQLException {
    Results.add(new Results.Result(fault, seed, survived, recoveryMillis));
    stack.servers().parallelStream().forEach(Server::start);
    pipeline.close();
    try {
      if (sampler != null) {
        sampler.close();
        workload.close();
      }
    } finally {
      remove();
    }
  }

  /** A run of all faults would otherwise fill the disk. */
  private void remove() throws SQLException {
    var names = pipeline.local().names();
    try (Admin admin = Admin.create(pipeline.local().kafka().client("test-clean-up"))) {
      Set<String> topics = done(admin.listTopics().names());
      topics.retainAll(Set.of(names.topic(), names.deadLetters(), names.positions()));
      done(admin.deleteTopics(topics).all());
    }
    try (Connection source = stack.source().connect("postgres");
        Connection target = stack.target().connect("postgres")) {
      drop(source, names.source());
      drop(target, names.target());
    }
  }

  private static <T> T done(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture().join();
  }

  private static void drop(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop database " + database + " with (force)");
    }
  }

  private static Map<String, String> withSmallSteps(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(SMALL_STEPS);
    all.putAll(settings);
    return all;
  }
}
