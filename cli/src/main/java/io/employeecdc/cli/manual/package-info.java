/**
 * What a shell and {@code man} know of the commands, written from the commands themselves when a
 * release is made. Nothing here runs when a command does.
 */
package io.employeecdc.cli.manual;
