/** Registries and topics in every state, and what {@code cdc schema can-deploy} says of them. */
package io.employeecdc.schematools.candeploy;
