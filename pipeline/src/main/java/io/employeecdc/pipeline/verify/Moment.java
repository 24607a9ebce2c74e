package io.employeecdc.pipeline.verify;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** Asks the source at which moment its reader sees it. */
final class Moment {
  /**
   * The transaction began before its snapshot was taken, so its time promises no more than that.
   */
  private static final String NOW =
      "select now(),"
          + " coalesce(has_table_privilege(to_regclass('${capture}')::oid, 'select'), false)";

  private Moment() {}

  static VerifiedThrough of(TableReader source) throws VerifyException {
    try (PreparedStatement now = source.prepare(source.sql().of(NOW), 0);
        ResultSet row = now.executeQuery()) {
      row.next();
      Instant time = row.getObject(1, OffsetDateTime.class).toInstant();
      return new VerifiedThrough(time, row.getBoolean(2) ? newest(source) : OptionalLong.empty());
    } catch (SQLException e) {
      throw source.failure(e);
    }
  }

  private static OptionalLong newest(TableReader source) throws SQLException {
    String sql = source.sql().of("select max(action_id) from ${capture}");
    try (PreparedStatement newest = source.prepare(sql, 0);
        ResultSet row = newest.executeQuery()) {
      row.next();
      long actionId = row.getLong(1);
      return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(actionId);
    }
  }
}
