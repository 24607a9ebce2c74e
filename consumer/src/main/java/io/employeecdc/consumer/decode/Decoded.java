package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.apply.Change;

/** What a record turned out to be. */
public sealed interface Decoded {
  /** A change to apply. */
  record Good(Change change) implements Decoded {}

  /** A record without a value, which lets the topic be compacted; nothing to do. */
  record Tombstone() implements Decoded {
    static final Tombstone INSTANCE = new Tombstone();
  }

  /**
   * Not a change that can be applied.
   *
   * @param exceptionClass the class of the exception that said so
   * @param message what is wrong, without any content of the record
   */
  record Bad(DecodeFault fault, String exceptionClass, String message) implements Decoded {}
}
