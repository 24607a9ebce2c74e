/** What the consumer counts and shows to Prometheus; the loops know one class of it. */
package io.employeecdc.consumer.metrics;
