/**
 * {@code cdc bench}: how fast each stage is, beside what the same machine could do at most in the
 * same run.
 */
package io.employeecdc.workbench.bench;
