/**
 * {@code cdc schema}: which files to compare, and the findings in the format that is asked for.
 * What is compatible is decided in {@code io.employeecdc.contract.check}; no network here.
 */
package io.employeecdc.pipeline.schema;
