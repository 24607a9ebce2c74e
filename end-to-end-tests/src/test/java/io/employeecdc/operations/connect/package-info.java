/** Tests of what is asked of a source whose log is captured, on a real server. */
package io.employeecdc.operations.connect;
