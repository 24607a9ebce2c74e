package io.employeecdc.consumer.decode;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.DecodeFault;

/** What a record turned out to be. */
public sealed interface Decoded {
  /** A change to apply. */
  record Good(Change change) implements Decoded {}

  /** A record without a value, which lets the topic be compacted; nothing to do. */
  record Tombstone() implements Decoded {
    static final Tombstone INSTANCE = new Tombstone();
  }

  /** Not a change that can be applied. */
  record Bad(Cause cause) implements Decoded {
    public DecodeFault fault() {
      return cause.decodeFault().orElseThrow();
    }
  }
}
