/**
 * What is looked after in the target beside applying: that it is as it must be, that the ledger
 * does not grow for ever, and which rows lack columns.
 */
package io.employeecdc.consumer.target;
