/** The local stack, by its command. */
package io.employeecdc.workbench.stack;
