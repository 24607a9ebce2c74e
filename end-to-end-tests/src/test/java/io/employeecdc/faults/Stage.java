package io.employeecdc.faults;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.producer.ProducerMain;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pipeline of its own and the services that carry it, which stay up from one seed to the next:
 * starting them costs more than most faults do.
 */
final class Stage implements AutoCloseable {
  /** Small steps, so that a fault comes between any two, or in the middle of one. */
  private static final Map<String, String> SMALL_STEPS =
      Map.of("CDC_CHUNK_SIZE", "100", "CDC_BATCH_SIZE", "100");

  private static final int HEAP = 512;

  private final LocalStack stack;
  private final String name;
  private final TestPipeline pipeline;
  private final List<JavaService> consumers = new ArrayList<>();
  private JavaService producer;
  private Link targetLink;
  private Link sourceLink;
  private int heap = HEAP;
  private int services;

  private Stage(LocalStack stack, String name, TestPipeline pipeline) {
    this.stack = stack;
    this.name = name;
    this.pipeline = pipeline;
  }

  /** Databases, topics and schema; nothing runs yet. */
  static Stage create(LocalStack stack, String name) throws Exception {
    return new Stage(stack, name, TestPipeline.create(stack, name));
  }

  LocalStack stack() {
    return stack;
  }

  TestPipeline pipeline() {
    return pipeline;
  }

  /** How much heap the services get that are made from now on; 512 MB where nobody says so. */
  void heap(int megabytes) {
    heap = megabytes;
  }

  /** Starts a producer and a consumer, made with these settings unless they are there already. */
  void start(Map<String, String> producing, Map<String, String> consuming) {
    if (producer == null) {
      producer = producer(producing);
    }
    if (consumers.isEmpty()) {
      consumer(consuming);
    }
    List.of(producer, consumer()).parallelStream().forEach(Server::start);
  }

  /** Another producer with the same id, which is not started. */
  JavaService producer(Map<String, String> settings) {
    return bystander(ProducerMain.class, settings);
  }

  /** One more consumer, which is not started and counts if it lives at the end. */
  JavaService consumer(Map<String, String> settings) {
    JavaService consumer = bystander(ConsumerMain.class, settings);
    consumers.add(consumer);
    return consumer;
  }

  /**
   * A service that is not started and that nobody counts on.
   *
   * <p>What it runs is what a container runs, on a JVM that compiles less: most of a fault's time
   * would otherwise go into the second compiler.
   */
  JavaService bystander(Class<?> main, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(SMALL_STEPS);
    if (main == ConsumerMain.class) {
      all.put("CDC_PARK_FOR", "10s");
    }
    all.putAll(settings);
    services++;
    String own = name + "-" + (main == ProducerMain.class ? "producer" : "consumer") + services;
    return pipeline.service(
        own,
        List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", main.getName()),
        all);
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

  List<JavaService> consumers() {
    return List.copyOf(consumers);
  }

  /** Everything that is to run: servers and services. */
  List<Server> processes() {
    List<Server> all = new ArrayList<>(stack.servers());
    all.add(producer);
    all.addAll(consumers);
    return all;
  }

  /** The way to the target, for services that are told to take it. */
  Link targetLink() throws IOException {
    if (targetLink == null) {
      targetLink = Link.to(stack.target().port());
    }
    return targetLink;
  }

  /** The way to the source, for services that are told to take it. */
  Link sourceLink() throws IOException {
    if (sourceLink == null) {
      sourceLink = Link.to(stack.source().port());
    }
    return sourceLink;
  }

  /** The setting that sends a service over its link. */
  Map<String, String> over(Link link, String setting) {
    Map<String, String> settings = pipeline.environment();
    return Map.of(setting, settings.get(setting).replaceFirst(":[0-9]+/", ":" + link.port() + "/"));
  }

  /** Leaves the first producer and consumer, for the next seed. */
  void rest() {
    consumers.stream().skip(1).parallel().forEach(Server::stop);
    consumers.subList(1, consumers.size()).clear();
  }

  /** Ends the services and removes all that the pipeline has made; the servers must run. */
  @Override
  public void close() throws IOException, SQLException {
    pipeline.close();
    if (targetLink != null) {
      targetLink.close();
    }
    if (sourceLink != null) {
      sourceLink.close();
    }
    Remains.remove(pipeline.local());
  }
}
