/**
 * What the brokers know, as metrics: a service of its own, since whoever is watched by them may be
 * dead. Looks, and changes nothing.
 */
package io.employeecdc.operations.exporter;
