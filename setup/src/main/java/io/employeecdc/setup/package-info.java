/**
 * The release step: migrations, topics, schema registration, and the snapshot of rows that were
 * there before. Safe to repeat. Nothing else registers a schema or creates a table or topic.
 */
package io.employeecdc.setup;
