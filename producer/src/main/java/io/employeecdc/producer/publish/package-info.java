/**
 * Writes batches to the topic exactly once: records and the position after them in one Kafka
 * transaction. Knows Kafka and the position, but neither PostgreSQL nor the registry.
 */
package io.employeecdc.producer.publish;
