package io.employeecdc.consumer.deadletter;

import java.util.OptionalInt;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Remembers why letters failed; a commit's own exception only says that one did. */
final class SendFailures {
  private Exception first;
  private OptionalInt smallestTooLarge = OptionalInt.empty();

  /** What is to be called back about a letter. */
  Callback of(DeadLetter letter) {
    return (written, failure) -> {
      if (failure != null) {
        add(letter, failure);
      }
    };
  }

  synchronized Exception or(RuntimeException commit) {
    return first == null ? commit : first;
  }

  /**
   * The size of the smallest letter that was refused for its size and can be reduced; empty if
   * there is none.
   */
  synchronized OptionalInt tooLarge() {
    return smallestTooLarge;
  }

  private synchronized void add(DeadLetter letter, Exception failure) {
    if (first == null) {
      first = failure;
    }
    // What had not been sent yet fails with the same exception, and is not to blame.
    boolean another = first == failure && smallestTooLarge.isPresent();
    if (failure instanceof RecordTooLargeException && !letter.isReduced() && !another) {
      int bytes = letter.bytes();
      smallestTooLarge = OptionalInt.of(Math.min(bytes, smallestTooLarge.orElse(bytes)));
    }
  }
}
