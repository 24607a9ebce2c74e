/**
 * What the consumer counts: one seam, an implementation for Prometheus and one that does nothing.
 */
package io.employeecdc.consumer.metrics;
