package io.employeecdc.contract.check;

/** A writer's and a reader's object, compared by identity: comparing schemas may take long. */
final class Both {
  private final Object writer;
  private final Object reader;

  Both(Object writer, Object reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Both that && writer == that.writer && reader == that.reader;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(writer) + System.identityHashCode(reader);
  }
}
