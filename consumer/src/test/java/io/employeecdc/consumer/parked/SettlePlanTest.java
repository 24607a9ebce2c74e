package io.employeecdc.consumer.parked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Against a table with one unique column in memory: parked are the first so many rows; what is
 * planned is written row by row, and no value may ever be there twice.
 */
class SettlePlanTest {
  private static final int ROWS = 12;

  @Property
  void what_is_planned_can_be_written_and_what_is_not_can_not(@ForAll long seed) {
    Random random = new Random(seed);
    int parked = 1 + random.nextInt(ROWS);
    int[] held = shuffled(random, ROWS);
    int[] wanted = shuffled(random, ROWS + 3);
    List<int[]> conflicts = new ArrayList<>();
    for (int wanter = 0; wanter < parked; wanter++) {
      for (int holder = 0; holder < ROWS; holder++) {
        if (wanted[wanter] == held[holder] && wanter != holder) {
          conflicts.add(new int[] {wanter, holder < parked ? holder : SettlePlan.OUTSIDE});
        }
      }
    }

    SettlePlan plan =
        new SettlePlan(
            parked,
            conflicts.stream().mapToInt(one -> one[0]).toArray(),
            conflicts.stream().mapToInt(one -> one[1]).toArray(),
            true);

    int[] now = held.clone();
    plan.vacated().stream().forEach(row -> now[row] = -1 - row);
    Set<Integer> written = new HashSet<>();
    for (int[] lot : plan.lots()) {
      for (int row : lot) {
        now[row] = wanted[row];
        assertThat(Arrays.stream(now).distinct().count()).isEqualTo(ROWS);
        assertThat(written.add(row)).isTrue();
      }
    }
    assertThat(written).isEqualTo(possible(parked, held, wanted));
  }

  /** All parked, less those who want what stays held, again and again. */
  private static Set<Integer> possible(int parked, int[] held, int[] wanted) {
    Set<Integer> left = new HashSet<>();
    for (int i = 0; i < parked; i++) {
      left.add(i);
    }
    boolean changed = true;
    while (changed) {
      changed =
          left.removeIf(
              row -> {
                for (int holder = 0; holder < ROWS; holder++) {
                  if (holder != row && held[holder] == wanted[row] && !left.contains(holder)) {
                    return true;
                  }
                }
                return false;
              });
    }
    return left;
  }

  @Property(tries = 50)
  void without_rows_that_may_go_circles_stay_and_chains_do_not(@ForAll long seed) {
    int[] order = shuffled(new Random(seed), 6);
    // A chain of three, and a circle of three.
    int[] wanters = {order[0], order[1], order[3], order[4], order[5]};
    int[] holders = {order[1], order[2], order[4], order[5], order[3]};

    SettlePlan plan = new SettlePlan(6, wanters, holders, false);

    assertThat(plan.lots()).hasSize(1);
    assertThat(plan.lots().get(0)).containsExactly(order[2], order[1], order[0]);
  }

  private static int[] shuffled(Random random, int count) {
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(i + 1);
      all[i] = all[at];
      all[at] = i;
    }
    return all;
  }
}
