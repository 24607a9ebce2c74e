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
  private final long[] ids;
  private final long[] actionIds;
  private final BitSet deleting;
  private final BitSet partial;
  private final long[] inTheWay;
  private final SettlePlan plan;

  /**
   * @param ids ascending
   * @param deleting those whose row goes
   * @param partial those whose writer did not know all columns
   * @param inTheWay of each, what stands for all rows that are in its way and the changes they are
   *     from; so it stays as it is while those do
   */
  ParkedChanges(
      long[] ids,
      long[] actionIds,
      BitSet deleting,
      BitSet partial,
      long[] inTheWay,
      SettlePlan plan) {
    this.ids = ids;
    this.actionIds = actionIds;
    this.deleting = deleting;
    this.partial = partial;
    this.inTheWay = inTheWay;
    this.plan = plan;
  }

  SettlePlan plan() {
    return plan;
  }

  int place(long id) {
    return Arrays.binarySearch(ids, id);
  }

  long[] ids(int[] places) {
    return numbers(ids, IntStream.of(places));
  }

  long[] actionIds(int[] places) {
    return numbers(actionIds, IntStream.of(places));
  }

  /** The ids of those whose row goes. */
  long[] deleting(int[] places) {
    return numbers(ids, IntStream.of(places).filter(deleting::get));
  }

  /** The ids of those of which not all columns are known. */
  long[] partial(int[] places) {
    return numbers(ids, IntStream.of(places).filter(partial::get));
  }

  /** The ids of those whose row goes before all. */
  long[] vacated(int[] places) {
    return numbers(ids, IntStream.of(places).filter(plan.vacated()::get));
  }

  /** By id. */
  Map<Long, Long> inTheWay() {
    Map<Long, Long> all = new HashMap<>();
    for (int place = 0; place < ids.length; place++) {
      all.put(ids[place], inTheWay[place]);
    }
    return all;
  }

  /** Those of which something else was in the way before, and all who wait for them. */
  BitSet unstable(Map<Long, Long> before) {
    BitSet changed = new BitSet();
    for (int place = 0; place < ids.length; place++) {
      Long then = before.get(ids[place]);
      changed.set(place, then == null || then != inTheWay[place]);
    }
    return plan.withAllWhoWaitFor(changed);
  }

  private static long[] numbers(long[] all, IntStream places) {
    return places.mapToLong(place -> all[place]).toArray();
  }
}
