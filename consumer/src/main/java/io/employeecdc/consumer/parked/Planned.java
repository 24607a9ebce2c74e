package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Constraints;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What can be applied of parked changes.
 *
 * @param inTheWay of each, what stands for all rows that are in its way and the changes they are
 *     from; so it stays as it is while those do
 */
record Planned(SettlePlan plan, List<Long> inTheWay) {
  /** Asks the target for conflicts, and plans. */
  static Planned ask(ParkedTable table, ParkedKeys keys, Constraints constraints)
      throws SQLException {
    IntStream.Builder wanters = IntStream.builder();
    IntStream.Builder holders = IntStream.builder();
    Long[] inTheWay = new Long[keys.count()];
    Arrays.fill(inTheWay, 0L);
    table.conflicts(
        constraints,
        row -> {
          int wanter = keys.place(row.getLong(1));
          if (wanter >= 0) {
            inTheWay[wanter] += Objects.hash(row.getInt(3), row.getLong(4));
            wanters.add(wanter);
            holders.add(Math.max(SettlePlan.OUTSIDE, keys.place(row.getLong(2))));
          }
        });
    boolean vacate = !constraints.mustStay() || !constraints.contested().isEmpty();
    SettlePlan plan =
        new SettlePlan(keys.count(), wanters.build().toArray(), holders.build().toArray(), vacate);
    return new Planned(plan, Arrays.asList(inTheWay));
  }
}
