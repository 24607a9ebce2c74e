package io.employeecdc.consumer.apply;

/**
 * A change that the target refused for a fault of its own.
 *
 * @param tries how often, all by itself
 */
public record FailedChange(Change change, Fault fault, int tries) {}
