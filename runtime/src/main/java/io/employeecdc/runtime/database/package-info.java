/** Connections to PostgreSQL: settings, pool, and what its error codes mean to us. */
package io.employeecdc.runtime.database;
