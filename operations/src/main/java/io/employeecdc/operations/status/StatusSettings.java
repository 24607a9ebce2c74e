package io.employeecdc.operations.status;

import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.peers.PeerOption;
import io.employeecdc.runtime.results.JsonOutput;
import java.time.Duration;
import java.util.Optional;

record StatusSettings(
    KafkaSettings kafka,
    String topic,
    String deadLetterTopic,
    String group,
    PeerOption.Peers peers,
    Optional<Duration> watch,
    JsonOutput json) {}
