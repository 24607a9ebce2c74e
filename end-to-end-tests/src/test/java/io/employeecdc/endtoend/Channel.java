package io.employeecdc.endtoend;

import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.workbench.run.PipelineNames;

/**
 * Where a pipeline's records are, for whoever reads or writes them beside it.
 *
 * @param kafka how the administrator reaches the brokers from this machine
 * @param registryUrl where Confluent's clients find the registry from this machine
 */
public record Channel(KafkaSettings kafka, String registryUrl, PipelineNames names) {}
