package io.employeecdc.consumer.apply;

/**
 * A change that the target refused for a fault of its own.
 *
 * @param attempts how often in a row, all by itself
 */
public record FailedChange(Change change, Fault fault, int attempts) {}
