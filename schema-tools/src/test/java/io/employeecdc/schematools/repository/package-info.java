/** The gate for whole repositories, as somebody meets it who has never seen this project. */
package io.employeecdc.schematools.repository;
