package io.employeecdc.consumer.loop;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/**
 * What one loop reads and how.
 *
 * @param topicId given by the brokers when the topic was made
 * @param clientId names the thread to the brokers
 */
public record LoopSettings(
    KafkaSettings kafka,
    String topic,
    String topicId,
    String group,
    String clientId,
    int batchSize,
    OnOutage onOutage) {

  /** How the consumer must be set up for the loop to keep its promises. */
  Map<String, Object> consumer() {
    Map<String, Object> config = kafka.reader(clientId);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    // What the log has no more must not be passed in silence.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchSize);
    // A process that died gives its partitions up after this; one that comes back in time does not.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    // Partitions of who goes stand until all the others have heard of it, at their next heartbeat.
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 200);
    // The next fetch is answered while a batch is applied; the system's own limit suits it better.
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
    return config;
  }
}
