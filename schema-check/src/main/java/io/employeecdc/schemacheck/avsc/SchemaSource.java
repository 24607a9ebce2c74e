package io.employeecdc.schemacheck.avsc;

/**
 * A file that may hold schemas, before it is parsed.
 *
 * @param path by which it is the same file at another time
 * @param name how messages call it
 */
public record SchemaSource(String path, String name, String text) {}
