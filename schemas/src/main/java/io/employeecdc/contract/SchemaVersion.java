package io.employeecdc.contract;

import java.time.LocalDate;
import org.apache.avro.Schema;

/**
 * One released version of the record schema.
 *
 * @param number 1 for the first release; equal to the version in the registry's subject
 * @param date when it was released
 * @param fingerprint SHA-256 of the released file in lower-case hex
 * @param schema the schema exactly as released
 */
public record SchemaVersion(int number, LocalDate date, String fingerprint, Schema schema) {}
