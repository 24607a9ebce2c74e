package io.employeecdc.operations.verify;

/** How a key can differ. */
enum Difference {
  /** Only the source has it. */
  MISSING,
  /** Only the target has it. */
  EXTRA,
  /** Both have it, with another row. */
  DIFFERENT;

  /** That of a key whose digests are not equal; null for a side that does not have it. */
  static Difference of(Long source, Long target) {
    if (target == null) {
      return MISSING;
    }
    return source == null ? EXTRA : DIFFERENT;
  }
}
