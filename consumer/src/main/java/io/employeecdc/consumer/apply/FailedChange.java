package io.employeecdc.consumer.apply;

/** A change that the target refused for a fault of its own. */
public record FailedChange(Change change, Fault fault) {}
