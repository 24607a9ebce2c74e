package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Elsewhere;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.Decoded;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** What else waits: at this consumer, and at others, whose records are read from the topic. */
final class WaitingRecords implements Elsewhere {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** So often nothing may come in a row. */
  private static final int SILENT_POLLS = 5;

  /** A stretch that is longer than this is not read: it would take longer than to wait. */
  private static final long LONGEST_STRETCH = 100_000;

  private final Collection<ConsumerRecord<byte[], byte[]>> here;
  private final List<Stretch> there;
  private final LoopSettings settings;
  private final ChangeDecoder decoder;

  /**
   * @param here of each employee, the newest that waits at this consumer
   */
  WaitingRecords(
      Collection<ConsumerRecord<byte[], byte[]>> here,
      List<Stretch> there,
      LoopSettings settings,
      ChangeDecoder decoder) {
    this.here = here;
    this.there =
        there.stream()
            .filter(stretch -> stretch.through() - stretch.from() <= LONGEST_STRETCH)
            .toList();
    this.settings = settings;
    this.decoder = decoder;
  }

  @Override
  public Collection<Change> here() throws RegistryException {
    Map<Integer, Change> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : here) {
      add(record, newest);
    }
    return newest.values();
  }

  @Override
  public Set<Integer> employees() {
    return there.stream()
        .flatMap(stretch -> stretch.employees().stream())
        .collect(Collectors.toSet());
  }

  /**
   * As {@link Elsewhere#there}.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  @Override
  public Collection<Change> there() throws RegistryException {
    Map<Integer, Change> newest = new HashMap<>();
    Map<TopicPartition, Long> left =
        new HashMap<>(
            there.stream().collect(Collectors.toMap(Stretch::partition, Stretch::through)));
    Set<ByteBuffer> keys =
        employees().stream()
            .map(employee -> String.valueOf(employee).getBytes(StandardCharsets.ISO_8859_1))
            .map(ByteBuffer::wrap)
            .collect(Collectors.toSet());
    Consumer<byte[], byte[]> consumer = consumer();
    try {
      consumer.assign(left.keySet());
      there.forEach(stretch -> consumer.seek(stretch.partition(), stretch.from()));
      int silent = 0;
      while (!left.isEmpty()) {
        long before = positions(consumer);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.key() != null && keys.contains(ByteBuffer.wrap(record.key()))) {
            add(record, newest);
          }
        }
        silent = positions(consumer) > before ? 0 : silent + 1;
        left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        consumer.pause(
            consumer.assignment().stream().filter(one -> !left.containsKey(one)).toList());
        if (silent > SILENT_POLLS) {
          throw new TimeoutException("what waits in " + settings.topic() + " cannot be read");
        }
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
    return newest.values();
  }

  private static long positions(Consumer<?, ?> consumer) {
    return consumer.assignment().stream().mapToLong(consumer::position).sum();
  }

  private void add(ConsumerRecord<byte[], byte[]> record, Map<Integer, Change> newest)
      throws RegistryException {
    if (decoder.decode(record.key(), record.value(), -1) instanceof Decoded.Good good) {
      newest.merge(
          good.change().employeeId(),
          good.change(),
          (one, other) -> one.actionId() < other.actionId() ? other : one);
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = settings.kafka().reader(settings.clientId() + "-waiting");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    return BoundedConsumer.with(config);
  }
}
