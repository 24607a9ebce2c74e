package io.employeecdc.runtime.options;

/** A command that {@code cdc} has where its module is on the class path, as in a checkout. */
public interface AddedCommand {}
