package io.employeecdc.pipeline.verify;

import java.math.BigDecimal;

/**
 * What a side says of a range; two equal ones mean equal rows, but for a chance of 1 in 2^64.
 *
 * @param digests the sum of the rows' digests
 */
record Checksum(long rows, BigDecimal digests) {
  static final Checksum EMPTY = new Checksum(0, BigDecimal.ZERO);
}
