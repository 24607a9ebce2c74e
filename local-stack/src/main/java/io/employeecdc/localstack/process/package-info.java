/**
 * Servers as child processes of this one: started, watched, ended by their id; their ports and
 * files.
 */
package io.employeecdc.localstack.process;
