/** {@code cdc stack}: the local stack in the background, and the settings to reach it. */
package io.employeecdc.workbench.stack;
