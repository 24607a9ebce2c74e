package io.employeecdc.pipeline.exporter;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.net.InetSocketAddress;

/**
 * Whom to ask and where to tell.
 *
 * @param management where the metrics are served
 */
record ExporterSettings(KafkaSettings kafka, InetSocketAddress management) {}
