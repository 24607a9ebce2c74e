/** What the commands print. */
package io.employeecdc.schematools.command;
