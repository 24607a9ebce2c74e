package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.batch.Outcome;
import java.util.List;

/** Told how a replay goes. */
public interface ReplayWatcher {
  /** These letters are done: their effect, their new letters and the offsets are in place. */
  void replayed(List<Letter> letters, List<Outcome> outcomes);

  /** The replay waits for something, and tries again. */
  void waiting(String what);
}
