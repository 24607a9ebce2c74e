/** Which released versions a command works with: those that the program carries, or a folder's. */
package io.employeecdc.schematools.released;
