/**
 * {@code cdc schema}: which files to compare, to release or to register, and what came of it in the
 * format that is asked for. What is compatible is decided in {@code io.employeecdc.schemacheck},
 * what is frozen in {@code …release}, what is to be registered in {@code …registration}.
 */
package io.employeecdc.schematools.command;
