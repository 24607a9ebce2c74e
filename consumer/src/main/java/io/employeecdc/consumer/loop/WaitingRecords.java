package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Elsewhere;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.Decoded;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What else waits: at this consumer, and at others, whose records are read from the topic. */
final class WaitingRecords implements Elsewhere {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** So often nothing may come in a row. */
  private static final int SILENT_POLLS = 5;

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
    this.there = there;
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
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(left.keySet());
      there.forEach(stretch -> consumer.seek(stretch.partition(), stretch.from()));
      int silent = 0;
      while (!left.isEmpty()) {
        silent = read(consumer, newest) ? 0 : silent + 1;
        left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        consumer.pause(
            consumer.assignment().stream().filter(one -> !left.containsKey(one)).toList());
        if (silent > SILENT_POLLS) {
          throw new TimeoutException("what waits in " + settings.topic() + " cannot be read");
        }
      }
    }
    newest.keySet().retainAll(employees());
    return newest.values();
  }

  private boolean read(Consumer<byte[], byte[]> consumer, Map<Integer, Change> newest)
      throws RegistryException {
    var records = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      add(record, newest);
    }
    return !records.isEmpty();
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
    KafkaSettings kafka = settings.kafka();
    Map<String, Object> config = kafka.client(settings.clientId() + "-waiting");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
