package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.apply.Isolation;
import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.Decoded;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some letters on their way to an outcome each. After an outage {@link #run} goes on. */
final class ReplayBatch {
  private final List<Letter> letters;
  private final Outcome[] outcomes;
  private final List<Change> changes = new ArrayList<>();
  private int decoded;
  private Isolation isolation;

  ReplayBatch(List<Letter> letters) {
    this.letters = List.copyOf(letters);
    this.outcomes = new Outcome[letters.size()];
  }

  /** Decodes and applies what is left. */
  void run(ChangeDecoder decoder, ChangeApplier applier, Applying applying)
      throws RegistryException, SQLException {
    for (; decoded < outcomes.length; decoded++) {
      decode(decoder, decoded);
    }
    if (isolation == null) {
      isolation = Isolation.together(changes);
    }
    isolation.run(
        new Isolation.Step() {
          @Override
          public Counts apply(List<Change> part) throws SQLException {
            return ReplayBatch.this.apply(part, applying);
          }

          @Override
          public Fault fault(SQLException e) {
            return applier.fault(e);
          }
        },
        (part, counts) -> {});
    isolation.failed().forEach(failed -> fail(failed.change().source(), Cause.of(failed.fault())));
  }

  List<Letter> letters() {
    return letters;
  }

  /** What became of each letter, in their order, once {@link #run} is through. */
  List<Outcome> outcomes() {
    return Arrays.asList(outcomes);
  }

  private void decode(ChangeDecoder decoder, int index) throws RegistryException {
    Letter letter = letters.get(index);
    Decoded outcome = decoder.decode(letter.record().key(), letter.value(), index);
    if (outcome instanceof Decoded.Good good) {
      changes.add(good.change());
    } else if (outcome instanceof Decoded.Bad bad) {
      fail(index, Cause.of(bad));
    } else {
      outcomes[index] = new Outcome.Empty();
    }
  }

  private Counts apply(List<Change> part, Applying applying) throws SQLException {
    List<Effect> effects = applying.apply(part);
    for (int i = 0; i < part.size(); i++) {
      outcomes[part.get(i).source()] = new Outcome.Done(effects.get(i));
    }
    return Counts.of(effects);
  }

  private void fail(int index, Cause cause) {
    outcomes[index] = new Outcome.FailedAgain(cause, letters.get(index).tries() + 1);
  }
}
