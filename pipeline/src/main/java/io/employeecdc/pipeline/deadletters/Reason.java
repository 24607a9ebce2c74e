package io.employeecdc.pipeline.deadletters;

/**
 * What dead letters are grouped by.
 *
 * @param stage where it failed, such as {@code APPLY}
 * @param code the SQLSTATE, the decoding fault, or the error's class without its package
 */
record Reason(String stage, String code) {}
