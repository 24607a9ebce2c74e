package io.employeecdc.pipeline.schema;

import java.util.List;

/**
 * A schema and what it is judged against.
 *
 * @param earlier oldest first
 */
record Comparison(SchemaText candidate, List<SchemaText> earlier) {}
