/**
 * Some records together on their way: decoded, applied, and of each an outcome. The consumer's loop
 * and a replay of dead letters take the same way.
 */
package io.employeecdc.consumer.batch;
