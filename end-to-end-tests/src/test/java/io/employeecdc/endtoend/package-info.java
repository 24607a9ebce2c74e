/**
 * The whole pipeline with real processes on a real local stack: what the design promises, seen from
 * outside. Tests know the two databases, the topics, the services' ports and their signals, and
 * nothing of their insides.
 */
package io.employeecdc.endtoend;
