/**
 * What the consumer counts: one seam, which the loops know, and its implementation for Prometheus.
 */
package io.employeecdc.consumer.metrics;
