/** Tests of the comparison, on two real PostgreSQL servers. */
package io.employeecdc.operations.verify;
