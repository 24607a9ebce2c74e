/**
 * Our pipeline and Debezium's pair of connectors beside each other: the same changes, on the same
 * servers, in one run. How each contender is set up and held; what is measured knows no contender.
 */
package io.employeecdc.workbench.peer;
