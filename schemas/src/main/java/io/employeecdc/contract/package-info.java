/**
 * The contract both services share: topic and subject names, the trusted Avro runtime, the settings
 * of Confluent's serde, and the released versions of the schema. No I/O but files and the registry;
 * but for what {@code table} says of it, nothing here knows PostgreSQL, and nothing either service.
 */
package io.employeecdc.contract;
