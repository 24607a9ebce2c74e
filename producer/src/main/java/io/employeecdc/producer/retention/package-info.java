/** Removes published rows from the capture table once they are older than the retention. */
package io.employeecdc.producer.retention;
