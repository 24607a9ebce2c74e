/** The demo as a user starts it. */
package io.employeecdc.workbench.demo;
