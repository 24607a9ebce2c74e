package io.employeecdc.consumer.parked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parked changes can be applied, and in which order. Changes are numbers from 0; a conflict
 * says that one wants what the row of another holds.
 *
 * <p>Blocked is who wants what is held outside, or by somebody blocked. All others can be applied
 * together: who holds goes before who wants it; of each circle one row goes before all, and comes
 * back in its turn.
 */
final class SettlePlan {
  /** As the holder in a conflict: nobody who is parked. */
  static final int OUTSIDE = -1;

  private final int count;
  private final int[] wanters;
  private final int[] holders;

  /** Of each change, where its conflicts as a holder begin in {@link #byHolder}. */
  private final int[] begins;

  /** Conflicts, ordered by holder. */
  private final int[] byHolder;

  private final BitSet blocked = new BitSet();

  /** Who wants what another one of the set holds. */
  private final BitSet dependent = new BitSet();

  private final BitSet vacated = new BitSet();
  private final int[] order;
  private int ordered;

  /**
   * @param count of changes
   * @param wanters of each conflict who wants
   * @param holders of each conflict who holds, or {@link #OUTSIDE}
   * @param vacate whether a row may go for a moment
   */
  SettlePlan(int count, int[] wanters, int[] holders, boolean vacate) {
    this.count = count;
    this.wanters = wanters;
    this.holders = holders;
    this.begins = new int[count + 1];
    this.byHolder = new int[wanters.length];
    this.order = new int[count];
    index();
    block();
    order(vacate);
  }

  /** Changes that need each other, each lot in the order in which they are written. */
  List<int[]> lots() {
    int[] root = roots();
    Map<Integer, List<Integer>> lots = new HashMap<>();
    for (int i = 0; i < ordered; i++) {
      lots.computeIfAbsent(find(root, order[i]), same -> new ArrayList<>()).add(order[i]);
    }
    List<int[]> all = new ArrayList<>(lots.size());
    lots.values().forEach(lot -> all.add(lot.stream().mapToInt(one -> one).toArray()));
    return all;
  }

  /** Whether it waits for nobody that can be applied with it. */
  boolean waitsForNoneOfTheSet(int change) {
    return blocked.get(change) || !dependent.get(change);
  }

  /** These, and all who wait for them, directly or not. */
  BitSet withAllWhoWaitFor(BitSet some) {
    BitSet all = (BitSet) some.clone();
    spread(all);
    return all;
  }

  /** Those whose row goes before all. */
  BitSet vacated() {
    return vacated;
  }

  private void index() {
    for (int holder : holders) {
      if (holder != OUTSIDE) {
        begins[holder + 1]++;
      }
    }
    for (int i = 0; i < count; i++) {
      begins[i + 1] += begins[i];
    }
    int[] next = Arrays.copyOf(begins, count);
    for (int i = 0; i < wanters.length; i++) {
      if (holders[i] != OUTSIDE) {
        byHolder[next[holders[i]]++] = i;
      }
    }
  }

  private void block() {
    for (int i = 0; i < wanters.length; i++) {
      if (holders[i] == OUTSIDE) {
        blocked.set(wanters[i]);
      } else {
        dependent.set(wanters[i]);
      }
    }
    spread(blocked);
  }

  /** From who holds to who wants, until nothing is added. */
  private void spread(BitSet some) {
    int[] queue = new int[count];
    int end = 0;
    for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
      queue[end++] = i;
    }
    for (int at = 0; at < end; at++) {
      for (int i = begins[queue[at]]; i < begins[queue[at] + 1]; i++) {
        int wanter = wanters[byHolder[i]];
        if (!some.get(wanter)) {
          some.set(wanter);
          queue[end++] = wanter;
        }
      }
    }
  }

  private void order(boolean vacate) {
    int[] open = new int[count];
    for (int wanter : wanters) {
      open[wanter]++;
    }
    for (int i = 0; i < count; i++) {
      if (open[i] == 0 && !blocked.get(i)) {
        order[ordered++] = i;
      }
    }
    int done = 0;
    int next = 0;
    while (done < ordered || next < count) {
      if (done < ordered) {
        int holder = order[done++];
        if (!vacated.get(holder)) {
          free(holder, open);
        }
      } else if (open[next] == 0 || blocked.get(next) || vacated.get(next) || !vacate) {
        next++;
      } else {
        vacated.set(next);
        free(next, open);
      }
    }
  }

  /** What this one's row holds is free. */
  private void free(int holder, int[] open) {
    for (int i = begins[holder]; i < begins[holder + 1]; i++) {
      int wanter = wanters[byHolder[i]];
      if (--open[wanter] == 0 && !blocked.get(wanter)) {
        order[ordered++] = wanter;
      }
    }
  }

  private int[] roots() {
    int[] root = new int[count];
    Arrays.setAll(root, i -> i);
    for (int i = 0; i < wanters.length; i++) {
      if (holders[i] != OUTSIDE && !blocked.get(wanters[i]) && !blocked.get(holders[i])) {
        root[find(root, wanters[i])] = find(root, holders[i]);
      }
    }
    return root;
  }

  private static int find(int[] root, int of) {
    int at = of;
    while (root[at] != at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  }
}
