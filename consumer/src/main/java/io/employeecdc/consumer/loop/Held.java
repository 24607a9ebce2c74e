package io.employeecdc.consumer.loop;

/**
 * Changes that wait to be tried again.
 *
 * @param count how many
 * @param oldest the id of the oldest; {@link Long#MAX_VALUE} if there are none
 */
record Held(int count, long oldest) {
  static final Held NONE = new Held(0, Long.MAX_VALUE);

  Held plus(Held more) {
    return new Held(count + more.count, Math.min(oldest, more.oldest));
  }
}
