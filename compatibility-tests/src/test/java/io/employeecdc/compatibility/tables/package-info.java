/**
 * The three-way contract: a field of {@code Employee} is a column of the source's {@code
 * employees}, of {@code emp_cdc} and of the target's {@code employees}, of a type that holds the
 * same values. It is compared after the migrations, on real databases, and a difference comes with
 * the migration that would end it. A check of the build; nothing at run time needs it.
 */
package io.employeecdc.compatibility.tables;
