/** {@code cdc offsets}: what topic, group and target say of how far changes are applied. */
package io.employeecdc.operations.offsets;
