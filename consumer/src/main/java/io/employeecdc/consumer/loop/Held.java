package io.employeecdc.consumer.loop;

import java.util.Collection;

/**
 * Changes that wait to be tried again.
 *
 * @param count how many
 * @param oldest the id of the oldest; {@link Long#MAX_VALUE} if there are none
 */
record Held(int count, long oldest) {
  static final Held NONE = new Held(0, Long.MAX_VALUE);

  /**
   * Those with these ids.
   *
   * @param actionIds 0 for a record that is no change: it gives up no value that is known of
   */
  static Held of(Collection<Long> actionIds) {
    return new Held(
        actionIds.size(),
        actionIds.stream().mapToLong(id -> id).filter(id -> id > 0).min().orElse(Long.MAX_VALUE));
  }

  Held plus(Held more) {
    return new Held(count + more.count, Math.min(oldest, more.oldest));
  }
}
