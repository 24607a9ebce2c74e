/** {@code cdc backfill}: send rows again that are already there. */
package io.employeecdc.operations.backfill;
