/**
 * The consumer as a process: its options, what it checks before it starts, its threads, its end.
 */
package io.employeecdc.consumer;
