/**
 * {@code cdc demo}: the whole pipeline on a local stack, from a change history to two equal tables.
 */
package io.employeecdc.workbench.demo;
