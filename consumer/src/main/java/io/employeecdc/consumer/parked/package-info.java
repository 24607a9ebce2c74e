/**
 * Changes that wait for another row lie in {@code parked_changes} of the target. Here they are
 * applied once what they wait for is there, or given up once it can no longer come. Knows the
 * target, and of Kafka only what {@link io.employeecdc.consumer.parked.Topic} asks.
 */
package io.employeecdc.consumer.parked;
