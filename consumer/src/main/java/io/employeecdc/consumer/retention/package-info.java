/**
 * Keeps the ledger of changes that have been through from growing for ever. The guard against older
 * changes is elsewhere and is never pruned.
 */
package io.employeecdc.consumer.retention;
