/**
 * What a reviewer opens: the history of a schema and what the change at hand does to it, as one
 * HTML page and as Markdown. {@link io.employeecdc.schematools.report.SchemaReport} gathers the
 * facts; the templates in the resources {@code schema-report} only show them. What is compatible is
 * decided in {@code io.employeecdc.schemacheck}.
 */
package io.employeecdc.schematools.report;
