/** The pages about a schema, of histories that are kept as data. */
package io.employeecdc.schematools.report;
