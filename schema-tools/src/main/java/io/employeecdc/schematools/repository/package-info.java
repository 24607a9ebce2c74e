/**
 * The gate for a whole repository: which files hold schemas, now and at earlier times, which of
 * them are the same schema, and what is allowed although it breaks something. What is compatible is
 * decided in {@code schemacheck}, one schema at a time.
 */
package io.employeecdc.schematools.repository;
