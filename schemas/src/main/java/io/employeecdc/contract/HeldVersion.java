package io.employeecdc.contract;

/**
 * A version that the registry holds under a subject.
 *
 * @param version the registry's number for it, from 1
 * @param id the registry's id of the schema, as in a record's header
 * @param type {@code AVRO}, or what else it is
 * @param text the schema as the registry has it
 */
public record HeldVersion(int version, int id, String type, String text) {}
