package io.employeecdc.workbench.bench;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The benchmark, stage by stage, on one stack that it starts and ends. */
final class Bench {
  private static final String PUBLISH = "capture and publish";
  private static final String APPLY = "apply";
  private static final String STRICT = "apply to constraints";
  private static final String SPOILED = "apply, 1 in 500 bad";
  private static final String BOTH = "end to end";

  /** Enough for the code of servers and consumers to be compiled and their caches filled. */
  private static final long WARMING_CHANGES = 300_000;

  /**
   * A producer does so much within two seconds that its code is compiled for the most part while
   * the changes of another stage would all go through.
   */
  private static final int PUBLISHED_TIMES = 2;

  /** And no fewer than this, or all of them would be in one chunk or two. */
  private static final long LEAST_PUBLISHED = 1_000_000;

  /**
   * As many go before them, for warming: the compiler is at work until five seconds have passed.
   */
  private static final int PUBLISHED_WARMING_TIMES = 4;

  private final LocalStack stack;
  private final long changes;
  private final PrintWriter messages;
  private final StageClock clock;

  Bench(LocalStack stack, long changes, PrintWriter messages) {
    this.stack = stack;
    this.changes = changes;
    this.messages = messages;
    this.clock = new StageClock(stack);
  }

  BenchReport run() throws Exception {
    warmServers();
    LocalPipeline backlog = pipeline("backlog");
    long measured = Math.max(PUBLISHED_TIMES * changes, LEAST_PUBLISHED);
    long many = load(backlog, PUBLISHED_WARMING_TIMES * changes + measured);
    StageResult publish = publish(backlog, "producer-backlog", many, many - measured);
    LocalPipeline apart = pipeline("apart");
    long committed = load(apart, changes);
    StageResult unused = publish(apart, "producer-apart", committed, 0);
    List<ConsumerRecord<byte[], byte[]>> records = content(apart, apart.names().topic());
    say("reading the same rows, and sending the same records from memory");
    LocalPipeline raw = pipeline("raw");
    StageResult send;
    StageResult readAndSend;
    try (PublishLimits limits = new PublishLimits(apart, raw, records)) {
      send = limits.send();
      readAndSend = limits.readAndSend();
    }
    StageResult apply = apply(APPLY, apart, "consumer-apart", committed);
    boolean equal = apart.verify().equal();
    say("applying the same changes from memory");
    StageResult arrays = ArraysLimit.measure(raw, records);
    records.clear();
    LocalPipeline narrow = pipeline("strict");
    StageResult strict = applyToConstraints(STRICT, narrow, "strict");
    LocalPipeline refusing = pipeline("spoiled");
    say("one in 500 is a change that the target refuses");
    SourceLoad.spoil(refusing);
    StageResult spoiled = applyToConstraints(SPOILED, refusing, "spoiled");
    LocalPipeline whole = pipeline("whole");
    StageResult both = both(whole);
    return new BenchReport(
        List.of(publish, apply, strict, spoiled, both),
        Map.of(PUBLISH, readAndSend, APPLY, arrays, SPOILED, strict),
        send,
        apart.bytesPerRecord(),
        DeadLetterCount.of(refusing),
        equal && narrow.verify().equal() && whole.verify().equal());
  }

  private LocalPipeline pipeline(String name) throws Exception {
    LocalPipeline pipeline = LocalPipeline.create(stack, Contract.standard(), name);
    pipeline.setUp();
    return pipeline;
  }

  /**
   * A first run that does not count. Servers run for months, so their warming belongs to no stage,
   * and least to the first alone while the limits beside it are measured later.
   */
  private void warmServers() throws Exception {
    LocalPipeline warm = pipeline("warm");
    long committed = load(warm, WARMING_CHANGES);
    StageResult unusedPublish = publish(warm, "producer-warm", committed, 0);
    StageResult unusedApply = apply(APPLY, warm, "consumer-warm", committed);
  }

  private long load(LocalPipeline pipeline, long changes) throws Exception {
    say("committing %,d mixed changes in the source".formatted(changes));
    return SourceLoad.commit(pipeline, changes);
  }

  private StageResult publish(LocalPipeline pipeline, String name, long committed, long warming)
      throws InterruptedException {
    say("publishing %,d changes".formatted(committed));
    JavaService producer = Services.producer(pipeline, name, Map.of());
    return clock.warm(
        PUBLISH,
        committed,
        warming,
        List.of(producer),
        () -> count(producer, "cdc_published_total"));
  }

  private StageResult apply(String stage, LocalPipeline pipeline, String name, long committed)
      throws InterruptedException {
    say("applying them");
    JavaService consumer = Services.consumer(pipeline, name, Map.of());
    return clock.warm(
        stage,
        committed,
        Math.min(WARMING_CHANGES, committed / 3),
        List.of(consumer),
        () -> consumedChanges(consumer));
  }

  /**
   * As the producer counts: the tombstone that follows a DELETE is no change, and what came twice,
   * as when the consumer's second thread joined the group, is one.
   */
  private static long consumedChanges(JavaService consumer) {
    String consumed = "cdc_consumed_total";
    String tombstones = "cdc_tombstones_total";
    String duplicates = "cdc_duplicates_total";
    Meters meters = Meters.of(consumer.port(), consumed, tombstones, duplicates);
    return meters.count(consumed) - meters.count(tombstones) - meters.count(duplicates);
  }

  /** A look must cost little of what is measured. */
  private static long count(JavaService service, String counter) {
    return Meters.of(service.port(), counter).count(counter);
  }

  /** Applies changes to a target with constraints. */
  private StageResult applyToConstraints(String stage, LocalPipeline pipeline, String name)
      throws Exception {
    SourceLoad.constrain(pipeline);
    long committed = load(pipeline, changes);
    StageResult unused = publish(pipeline, "producer-" + name, committed, 0);
    return apply(stage, pipeline, "consumer-" + name, committed);
  }

  /** Both services, warm; the producer is held while the changes are committed. */
  private StageResult both(LocalPipeline pipeline) throws Exception {
    long warming = load(pipeline, WARMING_CHANGES);
    say("carrying %,d changes from end to end, for warming".formatted(warming));
    JavaService producer = Services.producer(pipeline, "producer-whole", Map.of());
    JavaService consumer = Services.consumer(pipeline, "consumer-whole", Map.of());
    List<JavaService> services = List.of(producer, consumer);
    services.parallelStream().forEach(JavaService::start);
    try {
      StageClock.await(BOTH, warming, () -> consumedChanges(consumer));
      producer.pause();
      long committed = load(pipeline, changes);
      long before = consumedChanges(consumer);
      say("carrying %,d changes from end to end".formatted(committed));
      return clock.running(
          BOTH, committed, services, producer::resume, () -> consumedChanges(consumer) - before);
    } finally {
      services.parallelStream().forEach(JavaService::stop);
    }
  }

  static List<ConsumerRecord<byte[], byte[]>> content(LocalPipeline pipeline, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (TopicReader reader =
        TopicReader.open(pipeline.kafka(), topic, "bench-read", StageClock.LIMIT)) {
      Map<Integer, Long> unused = reader.read(Map.of(), reader.ends(), records::add);
    }
    return records;
  }

  private void say(String text) {
    messages.println(text);
    messages.flush();
  }
}
