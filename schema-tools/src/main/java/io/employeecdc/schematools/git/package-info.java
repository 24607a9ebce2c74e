/** What git knows of files: how they were at a revision, and what is ignored. */
package io.employeecdc.schematools.git;
