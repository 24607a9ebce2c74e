package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.pipeline.verify.settle.Horizon;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What each side knows of single keys; each side is read by one statement, at one moment. */
final class KeyState {
  private KeyState() {}

  /**
   * A key in the target.
   *
   * @param digest of its row; null if there is none
   * @param version the newest change that took effect; null if none ever did
   */
  record InTarget(KeyValue key, Long digest, Long version) {}

  /**
   * A key in the source.
   *
   * @param digest of its row; null if there is none
   * @param newest its newest change after the horizon; null if there is none
   * @param knowsVersion whether one of those changes is the target's version
   * @param digestAtVersion of the row after that change; null if there was none
   */
  record InSource(Long digest, Long newest, boolean knowsVersion, Long digestAtVersion) {}

  /** The keys in the target, in their order. */
  static List<InTarget> inTarget(DataSource target, RowSql sql, List<KeyValue> keys)
      throws VerifyException {
    try (TableReader table = TableReader.open(Side.TARGET, target, sql)) {
      List<InTarget> states = new ArrayList<>(keys.size());
      String question = KeySql.inTarget(sql, table.paddedColumns());
      try (PreparedStatement statement = table.prepare(question, 0)) {
        sql.keys().setAll(statement, 1, keys);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            states.add(new InTarget(keys.get(states.size()), bigint(row, 1), bigint(row, 2)));
          }
        }
      } catch (SQLException e) {
        throw table.failure(e);
      }
      return states;
    }
  }

  /** The same keys in the source, in the same order. */
  static List<InSource> inSource(
      DataSource source, RowSql sql, List<InTarget> there, Horizon horizon) throws VerifyException {
    try (TableReader table = TableReader.open(Side.SOURCE, source, sql)) {
      List<InSource> states = new ArrayList<>(there.size());
      table.preferIndexes();
      String question = KeySql.inSource(sql, table.paddedColumns());
      try (PreparedStatement statement = table.prepare(question, 0)) {
        int next = sql.keys().setAll(statement, 1, there.stream().map(InTarget::key).toList());
        statement.setArray(
            next, table.bigints(there.stream().map(InTarget::version).toArray(Long[]::new)));
        statement.setLong(next + 1, horizon.floor());
        statement.setString(next + 2, horizon.snapshot());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            states.add(
                new InSource(bigint(row, 1), bigint(row, 2), row.getBoolean(3), bigint(row, 4)));
          }
        }
      } catch (SQLException e) {
        throw table.failure(e);
      }
      return states;
    }
  }

  private static Long bigint(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
