/** The databases that a command works in. */
package io.employeecdc.operations.database;
