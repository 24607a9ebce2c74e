/**
 * A schema file as text and as schema at once: every part of an {@code .avsc} knows its line and
 * column, and a file that is not a schema says where. No opinion on compatibility lives here.
 */
package io.employeecdc.schemacheck.avsc;
