package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the schemas of a topic's committed records, as they are when it begins. It fetches the
 * records and looks at five bytes of each; what it keeps is a number for each schema.
 */
final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final long SHOWN_EVERY_NANOS = 200_000_000L;
  private static final String START_OF_EMPTY_LINE = "\r\u001b[K";
  private static final int TIMEOUT_MS = 15_000;

  /** More than the default of 500, as nothing is done with a record. */
  private static final int RECORDS_PER_POLL = 50_000;

  private final KafkaSettings kafka;
  private final PrintWriter progress;
  private long shown = System.nanoTime();

  TopicScan(KafkaSettings kafka, PrintWriter progress) {
    this.kafka = kafka;
    this.progress = progress;
  }

  /** From begin to end; fails with exit code 4 if Kafka refuses us, 5 if it does not answer. */
  TopicCount count(String topic) {
    try (BoundedConsumer consumer = BoundedConsumer.with(config())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return count(topic, consumer, consumer.endOffsets(partitions));
    } catch (KafkaException e) {
      throw KafkaFailure.fatal(kafka, "reading topic '" + topic + "'", e)
          .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, e.toString(), e));
    }
  }

  private TopicCount count(String topic, BoundedConsumer consumer, Map<TopicPartition, Long> ends) {
    TopicCount count = new TopicCount(topic);
    long begin = ends.keySet().stream().mapToLong(consumer::position).sum();
    long end = ends.values().stream().mapToLong(Long::longValue).sum();
    long before = -1;
    long heard = System.nanoTime();
    for (long at = begin; at < end; at = reached(consumer, ends)) {
      if (at != before) {
        before = at;
        heard = System.nanoTime();
        showNowAndThen(
            "%s: looked at %,d of %,d offsets".formatted(topic, at - begin, end - begin));
      } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
        // Brokers that are gone do not answer this either, and it says so.
        consumer.endOffsets(ends.keySet());
        heard = System.nanoTime();
      }
      consumer
          .poll(POLL)
          .forEach(
              record -> {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.get(partition)) {
                  count.add(record.value());
                }
              });
    }
    show("");
    return count;
  }

  private void showNowAndThen(String text) {
    if (System.nanoTime() - shown > SHOWN_EVERY_NANOS) {
      shown = System.nanoTime();
      show(text);
    }
  }

  private void show(String text) {
    // Known by the launcher: until Java 22 a JVM cannot tell for standard error alone.
    if (Boolean.getBoolean("cdc.terminal")) {
      progress.print(START_OF_EMPTY_LINE + text);
      progress.flush();
    }
  }

  /** The sum of the positions; behind the last record there may be transaction markers only. */
  private static long reached(BoundedConsumer consumer, Map<TopicPartition, Long> ends) {
    long sum = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long position = consumer.position(end.getKey());
      if (position >= end.getValue()) {
        consumer.pause(List.of(end.getKey()));
      }
      sum += Math.min(position, end.getValue());
    }
    return sum;
  }

  private Map<String, Object> config() {
    Map<String, Object> config = kafka.reader("can-deploy");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
    return config;
  }
}
