/** The command line: one root command, each subcommand in a package of its own. */
package io.employeecdc.cli;
