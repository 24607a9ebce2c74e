package io.employeecdc.consumer.parked;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All that is parked, as one look finds it: changes as places from 0, in the order of the ids that
 * they have while they are parked. A newer change of the same row takes over its id.
 */
final class ParkedChanges {
  /** Ascending. */
  private final long[] ids;

  private final long[] actionIds;

  /** Those that are from our topic. */
  private final BitSet ours;

  /** Those whose row goes. */
  final BitSet deleting;

  /** Those whose writer did not know all columns. */
  final BitSet partial;

  /**
   * Of each, what stands for itself, all rows that are in its way and the changes they are from; so
   * it stays as it is while those do.
   */
  private final long[] inTheWay;

  final SettlePlan plan;

  ParkedChanges(
      long[] ids,
      long[] actionIds,
      BitSet ours,
      BitSet deleting,
      BitSet partial,
      long[] inTheWay,
      SettlePlan plan) {
    this.ids = ids;
    this.actionIds = actionIds;
    this.ours = ours;
    this.deleting = deleting;
    this.partial = partial;
    this.inTheWay = inTheWay;
    this.plan = plan;
  }

  int place(long id) {
    return Arrays.binarySearch(ids, id);
  }

  long[] ids(int[] places) {
    return IntStream.of(places).mapToLong(place -> ids[place]).toArray();
  }

  /** Only of those that are meant. */
  long[] ids(int[] places, BitSet meant) {
    return ids(IntStream.of(places).filter(meant::get).toArray());
  }

  long[] actionIds(int[] places) {
    return IntStream.of(places).mapToLong(place -> actionIds[place]).toArray();
  }

  /** By id. */
  Map<Long, Long> inTheWay() {
    Map<Long, Long> all = new HashMap<>();
    for (int place = 0; place < ids.length; place++) {
      all.put(ids[place], inTheWay[place]);
    }
    return all;
  }

  /** Those of our topic that were there before, and wait for what they waited for then. */
  int[] unchanged(Map<Long, Long> before) {
    BitSet changed = new BitSet();
    for (int place = 0; place < ids.length; place++) {
      Long then = before.get(ids[place]);
      changed.set(place, then == null || then != inTheWay[place]);
    }
    BitSet unstable = plan.withAllWhoWaitFor(changed);
    return ours.stream().filter(place -> !unstable.get(place)).toArray();
  }
}
