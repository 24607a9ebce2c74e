package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Constraints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What can be applied of parked changes.
 *
 * @param inTheWay of each, what stands for all rows that are in its way and the changes they are
 *     from; so it stays as it is while those do
 */
record Planned(SettlePlan plan, List<Long> inTheWay) {
  /** Asks the target for conflicts, and plans. */
  static Planned ask(Connection connection, ParkedKeys keys, Constraints constraints)
      throws SQLException {
    boolean vacate = !constraints.mustStay() || !constraints.contested().isEmpty();
    int[] wanters = new int[64];
    int[] holders = new int[64];
    int count = 0;
    Long[] inTheWay = new Long[keys.count()];
    Arrays.fill(inTheWay, 0L);
    if (constraints.conflicts().isPresent()) {
      try (PreparedStatement statement =
          connection.prepareStatement(constraints.conflicts().get())) {
        statement.setFetchSize(10_000);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            int wanter = keys.place(row.getLong(1));
            if (wanter < 0) {
              continue;
            }
            if (count == wanters.length) {
              wanters = Arrays.copyOf(wanters, 2 * count);
              holders = Arrays.copyOf(holders, 2 * count);
            }
            inTheWay[wanter] += Objects.hash(row.getInt(3), row.getLong(4));
            int holder = keys.place(row.getLong(2));
            wanters[count] = wanter;
            holders[count++] = holder < 0 ? SettlePlan.OUTSIDE : holder;
          }
        }
      }
    }
    SettlePlan plan =
        new SettlePlan(
            keys.count(), Arrays.copyOf(wanters, count), Arrays.copyOf(holders, count), vacate);
    return new Planned(plan, Arrays.asList(inTheWay));
  }
}
