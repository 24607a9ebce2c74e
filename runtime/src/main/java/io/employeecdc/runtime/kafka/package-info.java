/** How services reach Kafka: bootstrap servers and one properties file for TLS and SASL. */
package io.employeecdc.runtime.kafka;
