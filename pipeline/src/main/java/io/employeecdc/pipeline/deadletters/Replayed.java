package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.batch.Outcome;
import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.replay.Letter;
import io.employeecdc.contract.table.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A letter that was replayed, in words. */
record Replayed(DeadLetter letter, Outcome outcome) {
  static final String FAILED = "failed again";
  private static final String EMPTY = "empty";

  /** All words for what became of a letter. */
  static final List<String> WORDS =
      Stream.concat(Arrays.stream(Effect.values()).map(Replayed::word), Stream.of(FAILED, EMPTY))
          .toList();

  static Replayed of(Letter letter, Outcome outcome, Key key) {
    return new Replayed(DeadLetter.of(letter.record(), key), outcome);
  }

  String word() {
    if (outcome instanceof Outcome.Done done) {
      return word(done.effect());
    }
    return outcome instanceof Outcome.Failed ? FAILED : EMPTY;
  }

  private static String word(Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }

  /** Why it failed again, if it did. */
  Optional<Outcome.Failed> failure() {
    return outcome instanceof Outcome.Failed failed ? Optional.of(failed) : Optional.empty();
  }

  /** Names from the target's catalogue and a count, never a value; empty if it did not fail. */
  String why() {
    return failure().map(failed -> why(failed.cause()) + ", try " + failed.tries()).orElse("");
  }

  private static String why(Cause cause) {
    StringBuilder why =
        new StringBuilder(
            cause.sqlState().or(() -> cause.decodeFault().map(Enum::name)).orElse(cause.label()));
    cause.column().ifPresent(column -> why.append(" column ").append(column));
    cause.constraint().ifPresent(name -> why.append(" constraint ").append(name));
    return Printable.text(why.toString());
  }
}
