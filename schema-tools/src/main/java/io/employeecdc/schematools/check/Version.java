package io.employeecdc.schematools.check;

import io.employeecdc.schematools.avsc.SchemaFile;

/** A schema under the name by which messages call it, such as {@code version 2} or a file. */
public record Version(SchemaFile file, String label) {}
