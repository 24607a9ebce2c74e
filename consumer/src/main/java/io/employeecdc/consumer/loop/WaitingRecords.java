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

/** What waits in all partitions, read from the topic: only there it is to be had of others. */
final class WaitingRecords implements Elsewhere {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** So often nothing may come in a row. */
  private static final int SILENT_POLLS = 5;

  private final List<Stretch> stretches;
  private final LoopSettings settings;
  private final ChangeDecoder decoder;

  WaitingRecords(List<Stretch> stretches, LoopSettings settings, ChangeDecoder decoder) {
    this.stretches = stretches;
    this.settings = settings;
    this.decoder = decoder;
  }

  @Override
  public Map<Integer, Long> waiting() {
    return stretches.stream()
        .flatMap(stretch -> stretch.employees().entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
  }

  /**
   * As {@link Elsewhere#newest}.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  @Override
  public Collection<Change> newest() throws RegistryException {
    Set<Integer> wanted = waiting().keySet();
    Map<Integer, Change> newest = new HashMap<>();
    Map<TopicPartition, Long> left =
        new HashMap<>(
            stretches.stream().collect(Collectors.toMap(Stretch::partition, Stretch::through)));
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(left.keySet());
      stretches.forEach(stretch -> consumer.seek(stretch.partition(), stretch.from()));
      int silent = 0;
      while (!left.isEmpty()) {
        silent = read(consumer, wanted, newest) ? 0 : silent + 1;
        left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        consumer.pause(
            consumer.assignment().stream().filter(one -> !left.containsKey(one)).toList());
        if (silent > SILENT_POLLS) {
          throw new TimeoutException("what waits in " + settings.topic() + " cannot be read");
        }
      }
    }
    return newest.values();
  }

  private boolean read(
      Consumer<byte[], byte[]> consumer, Set<Integer> wanted, Map<Integer, Change> newest)
      throws RegistryException {
    var records = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (decoder.decode(record.key(), record.value(), -1) instanceof Decoded.Good good
          && wanted.contains(good.change().employeeId())) {
        newest.merge(good.change().employeeId(), good.change(), WaitingRecords::newer);
      }
    }
    return !records.isEmpty();
  }

  private static Change newer(Change one, Change other) {
    return one.actionId() < other.actionId() ? other : one;
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
