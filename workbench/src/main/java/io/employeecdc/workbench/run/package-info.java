/**
 * Runs producer and consumer as the processes that their containers would run, and watches them.
 */
package io.employeecdc.workbench.run;
