package io.employeecdc.pipeline.verify;

/**
 * Keys from {@code from} to below {@code to}. Wider than the column's type, so that the first range
 * can be open below and the last one above.
 */
record KeyRange(long from, long to) {}
