/** How a command ends when it cannot do its work: one exit code, one line. */
package io.employeecdc.runtime.failure;
