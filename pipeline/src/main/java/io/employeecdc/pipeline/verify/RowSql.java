package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import java.util.stream.Collectors;

/**
 * The statements that both databases are asked.
 *
 * <p>A row's digest must be the same on every version of PostgreSQL, whatever its settings, and
 * differ whenever a column does. So it is made of functions whose result is specified:
 *
 * <ul>
 *   <li>The row's text has each string behind its length, so that ('a', 'bc') is not ('ab', 'c'),
 *       and null has no length, so that it is not the empty string. What a column adds to it is its
 *       type's to say.
 *   <li>It is hashed as UTF-8, so that databases of different encodings agree.
 *   <li>SHA-256, because {@code hashtext} may change between versions, and {@code md5} fails where
 *       OpenSSL is in FIPS mode; it costs the same. Its first 64 bits are the digest.
 *   <li>A range's digests are added, so that their order does not matter. A sum of bigint is
 *       numeric and does not overflow, and unlike exclusive-or it does not cancel equal terms.
 * </ul>
 */
final class RowSql {
  /** Dates as text depend on the session. */
  static final String SESSION = "set local datestyle = 'ISO, YMD'";

  private static final CapturedTable TABLE = Contract.standard().table();

  private static final String ROW =
      TABLE.all().stream()
          .map(column -> column.type().digest(column.sql()))
          .collect(Collectors.joining(", ',', ", "concat(", ")"));

  /** A row's digest, from whatever has the columns of {@code employees}. */
  static final String DIGEST =
      "('x' || encode(substr(sha256(convert_to("
          + ROW
          + ", 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint";

  /** The first key of every range but the first; parameter: rows in a range. */
  static final String FIRST_KEYS =
      "select emp_id::bigint from"
          + " (select emp_id, row_number() over (order by emp_id) - 1 as place from employees) k"
          + " where place > 0 and place % ? = 0 order by emp_id";

  /**
   * A checksum for each range that has rows; parameters: the ranges' first keys, the first key of
   * all, the end of all.
   */
  static final String CHECKSUMS =
      "select width_bucket(emp_id::bigint, ?) - 1, count(*), sum("
          + DIGEST
          + ") from employees where emp_id >= ? and emp_id < ? group by 1";

  /** Keys and digests of one range in order; parameters: its first key, its end. */
  static final String DIGESTS =
      "select emp_id::bigint, "
          + DIGEST
          + " from employees where emp_id >= ? and emp_id < ? order by emp_id";

  private RowSql() {}
}
