package io.employeecdc.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How to reach the brokers.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param security settings from the operator's properties file (TLS, SASL); may hold secrets
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> security) {
  /** Partitions that are added are seen within it; by default that takes five minutes. */
  private static final int METADATA_AGE_MS = 20_000;

  private static final int FETCH_BYTES = 16 * 1024 * 1024;
  private static final int PARTITION_FETCH_BYTES = 1024 * 1024;
  private static final int FETCH_WAIT_MS = 100;

  public KafkaSettings {
    security = Map.copyOf(security);
  }

  /** A new, mutable map with what every client needs. */
  public Map<String, Object> client(String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MS);
    config.putAll(security);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    return config;
  }

  /**
   * The same for a reader of committed records that moves no offsets by itself. What one fetch may
   * bring is bounded; as compressed bytes, for the rest see {@link BoundedConsumer}.
   */
  public Map<String, Object> reader(String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
    // What is opened again or closed stands behind a fetch that waits for records.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    config.putAll(client(clientId));
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return config;
  }

  /** Those of one of a process's threads, of which each is a member of the group by itself. */
  public KafkaSettings forThread(int number) {
    Map<String, String> own = new HashMap<>(security);
    own.computeIfPresent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, (name, id) -> id + "-" + number);
    return new KafkaSettings(bootstrapServers, own);
  }

  /** Without the security settings. */
  @Override
  public String toString() {
    return bootstrapServers;
  }
}
