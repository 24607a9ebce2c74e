package io.employeecdc.consumer;

import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.loop.OnOutage;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The consumer's options, checked.
 *
 * @param batchSize records per transaction at most
 * @param deadLetterLimit empty for none
 * @param registryTimeout how long to wait for the registry at start
 * @param parkFor how long a change waits at least for another row
 * @param mostParked how many may wait before the service stops
 * @param ledgerRetention how long it is remembered which changes have been through
 */
public record ConsumerSettings(
    Contract contract,
    DatabaseSettings target,
    KafkaSettings kafka,
    RegistrySettings registry,
    String topic,
    String deadLetterTopic,
    String group,
    int threads,
    int batchSize,
    OnOutage onOutage,
    Optional<DeadLetterLimit> deadLetterLimit,
    Duration registryTimeout,
    Duration parkFor,
    int mostParked,
    Duration ledgerRetention,
    InetSocketAddress management) {}
