/** Change histories, read or made up, and how they are played into the source. */
package io.employeecdc.workbench.history;
