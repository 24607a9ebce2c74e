package io.employeecdc.contract;

import org.apache.avro.Schema;

/**
 * One released version of the record schema.
 *
 * @param number 1 for the first release; equal to the version in the registry's subject
 * @param schema the schema exactly as released
 */
public record SchemaVersion(int number, Schema schema) {}
