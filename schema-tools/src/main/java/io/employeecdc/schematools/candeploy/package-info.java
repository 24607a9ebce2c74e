/**
 * {@code cdc schema can-deploy}: looks at the registry, at the versions that really occur in the
 * topics and at the running services, and says whether a version may be deployed, why, and in which
 * order. It only looks; who can read what is decided in {@code io.employeecdc.schemacheck}.
 */
package io.employeecdc.schematools.candeploy;
