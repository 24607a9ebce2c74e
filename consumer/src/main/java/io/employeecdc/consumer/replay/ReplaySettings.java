package io.employeecdc.consumer.replay;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;

/**
 * What a replay works with.
 *
 * @param topic of the dead letters
 * @param group whose offsets say how far the replays have got
 * @param ratePerSecond letters per second at most; 0 for as fast as it goes
 * @param retryFor how long to try again while something is out of reach
 */
public record ReplaySettings(
    Contract contract,
    DatabaseSettings target,
    KafkaSettings kafka,
    String topic,
    String group,
    int ratePerSecond,
    Duration retryFor) {}
