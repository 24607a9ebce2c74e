package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;

/**
 * How source and target compare.
 *
 * @param missing keys that only the source has
 * @param extra keys that only the target has
 * @param different keys that both have, with another row
 * @param unsettled keys that changed while they were compared
 * @param through the moment of the source up to which all other keys are proven equal
 */
public record VerifyResult(
    long sourceRows,
    long targetRows,
    DifferingKeys missing,
    DifferingKeys extra,
    DifferingKeys different,
    Unsettled unsettled,
    VerifiedThrough through) {

  /**
   * What became of keys that were neither equal nor truly different at first sight.
   *
   * @param settled how many turned out to be equal
   * @param inFlight those of which it could not be told in time
   * @param waitingFor what was waited for when the time was over; empty if nothing
   */
  public record Unsettled(long settled, DifferingKeys inFlight, String waitingFor) {
    static final Unsettled NOTHING = new Unsettled(0, DifferingKeys.NONE, "");
  }

  /** True if every key is proven equal; one that is still on its way is not. */
  public boolean equal() {
    return differences() == 0 && unsettled.inFlight().count() == 0;
  }

  public long differences() {
    return missing.count() + extra.count() + different.count();
  }

  /** {@code equal}, {@code different}, or {@code unsettled}, as reports say it. */
  public String verdict() {
    if (differences() > 0) {
      return "different";
    }
    return equal() ? "equal" : "unsettled";
  }

  /**
   * The keys that differ in one way.
   *
   * @param count all of them
   * @param keys those that were found first, ascending, as many as were asked for
   */
  public record DifferingKeys(long count, List<KeyValue> keys) {
    static final DifferingKeys NONE = new DifferingKeys(0, List.of());

    public DifferingKeys {
      keys = List.copyOf(keys);
    }

    /** The same count with at most so many keys. */
    DifferingKeys limitedTo(int limit) {
      return keys.size() <= limit ? this : new DifferingKeys(count, keys.subList(0, limit));
    }
  }

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
      // The transaction began before its snapshot was taken, so its time promises no more than
      // that.
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
}
