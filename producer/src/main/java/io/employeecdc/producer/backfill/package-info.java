/**
 * Sends rows that are already there through the capture table, as {@code SNAPSHOT} changes: those
 * from before the triggers, and those that a verification found to differ.
 */
package io.employeecdc.producer.backfill;
