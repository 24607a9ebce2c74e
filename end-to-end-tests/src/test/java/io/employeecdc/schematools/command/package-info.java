/** {@code cdc schema} as its users run it. */
package io.employeecdc.schematools.command;
