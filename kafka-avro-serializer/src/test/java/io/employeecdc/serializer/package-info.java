/**
 * Tests of what this module hands on: that Confluent's classes are the recorded ones, and that they
 * load beside the Kafka and Avro of this project. That they talk to a real registry is tested in
 * the module compatibility-tests.
 */
package io.employeecdc.serializer;
