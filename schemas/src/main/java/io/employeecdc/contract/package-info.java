/**
 * The contract both services share: topic and subject names, the trusted Avro runtime, the settings
 * of Confluent's serde, and the released versions of the schema. No I/O but files and the registry;
 * nothing here knows PostgreSQL or either service.
 */
package io.employeecdc.contract;
