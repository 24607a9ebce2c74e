/** What is planned for what a registry may hold; the real registry is asked in the pipeline. */
package io.employeecdc.schematools.registration;
