/**
 * Tests of what this module hands on: that Confluent's classes are the recorded ones, that they
 * load beside the Kafka and Avro of this project, and that they talk to a real registry.
 */
package io.employeecdc.serializer;
