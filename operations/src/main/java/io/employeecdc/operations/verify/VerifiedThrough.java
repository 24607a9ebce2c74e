package io.employeecdc.operations.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * A moment of the source. Each row that is not listed was seen in the target as the source had it
 * then or later.
 *
 * @param time by the source's clock; all that was committed by then is covered
 * @param actionId the newest change that was committed by then and still is in the capture table;
 *     empty if there is none, or if the table may not be read
 */
public record VerifiedThrough(Instant time, OptionalLong actionId) {
  private static final String READABLE =
      "select coalesce(has_table_privilege(to_regclass('${capture}')::oid, 'select'), false)";

  /** The moment at which the reader sees the source. */
  static VerifiedThrough of(TableReader source, RowSql sql) {
    // The transaction began before its snapshot was taken, so its time promises no more than that.
    Instant time =
        source.one("select now()", row -> row.getObject(1, OffsetDateTime.class).toInstant());
    boolean readable = source.one(sql.of(READABLE), row -> row.getBoolean(1));
    return new VerifiedThrough(
        time,
        readable
            ? source.one(sql.of("select max(action_id) from ${capture}"), VerifiedThrough::newest)
            : OptionalLong.empty());
  }

  private static OptionalLong newest(ResultSet row) throws SQLException {
    long actionId = row.getLong(1);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(actionId);
  }

  @Override
  public String toString() {
    return actionId.isPresent() ? time + ", action_id " + actionId.getAsLong() : time.toString();
  }
}
