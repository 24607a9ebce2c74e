/** Tests of what commands print. */
package io.employeecdc.output;
