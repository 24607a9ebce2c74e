package io.employeecdc.consumer.parked;

import java.util.Arrays;

/**
 * Parked changes by the numbers that they have while they are parked, ascending; a newer change of
 * the same row takes over the number.
 */
final class ParkedKeys {
  final long[] ids;
  final long[] actionIds;

  ParkedKeys(long[] ids, long[] actionIds) {
    this.ids = ids;
    this.actionIds = actionIds;
  }

  int count() {
    return ids.length;
  }

  /** Some of them, in another order. */
  ParkedKeys of(int[] places) {
    long[] some = new long[places.length];
    long[] actions = new long[places.length];
    for (int i = 0; i < places.length; i++) {
      some[i] = ids[places[i]];
      actions[i] = actionIds[places[i]];
    }
    return new ParkedKeys(some, actions);
  }

  /** The place of a change; negative if it is not there. */
  int place(long id) {
    return Arrays.binarySearch(ids, id);
  }
}
