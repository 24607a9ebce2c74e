package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.TableSql;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements that both databases are asked about rows {@code e}.
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
 *
 * <p>Keys are ordered as {@link KeyValue} orders them, whatever the databases' collations; a text
 * is the key without the blanks at the end of a {@code char(n)}.
 */
final class RowSql {
  /** Dates as text depend on the session. */
  static final String SESSION = "set local datestyle = 'ISO, YMD'";

  private static final String FIRST_KEYS =
      """
      select %1$s
      from (select %2$s, row_number() over (order by %3$s) - 1 as cdc_place from ${table} e) e
      where cdc_place > 0 and cdc_place %% ? = 0
      order by %4$s
      """;

  private static final String BUCKET =
      "width_bucket(%s, array(select %s from unnest(${key_values}) with ordinality"
          + " as c (${key}, cdc_place) order by cdc_place))";

  private final CapturedTable table;
  private final TableSql parts;
  private final KeyColumns keys;
  private final String order;
  private final String texts;
  private final String bucket;

  RowSql(CapturedTable table) {
    this.table = table;
    this.parts = new TableSql(table);
    this.keys = new KeyColumns(table.key());
    this.order = ofKey(RowSql::ordered, ", ");
    this.texts = ofKey(column -> "e.%s::text".formatted(column.sql()), ", ");
    // Rows of one column would be compared at twice the cost.
    String row = keys.count() == 1 ? "%s" : "row(%s)";
    this.bucket =
        parts
            .of(BUCKET)
            .formatted(
                row.formatted(ofKey(RowSql::typed, ", ")), row.formatted(ofKey(RowSql::cut, ", ")));
  }

  KeyColumns keys() {
    return keys;
  }

  /** A statement with the table's parts in their places. */
  String of(String template) {
    return parts.of(template);
  }

  /** The key's columns, each as a part of a statement. */
  String ofKey(Function<Column, String> part, String separator) {
    return table.key().columns().stream().map(part).collect(Collectors.joining(separator));
  }

  /** A row's digest, from whatever has the table's columns and this alias. */
  String digest(String alias) {
    return table.all().stream()
        .map(column -> column.type().digest(alias + "." + column.sql()))
        .collect(
            Collectors.joining(
                ", ",
                "('x' || encode(substr(sha256(convert_to(array_to_string(array[",
                "], ',', ''), 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint"));
  }

  /** The first key of every range but the first; parameter: rows in a range. */
  String firstKeys() {
    return parts.of(
        FIRST_KEYS.formatted(
            texts,
            ofKey(column -> ordered(column) + " as " + column.sql(), ", "),
            order,
            ofKey(column -> "e." + column.sql(), ", ")));
  }

  /** A checksum for each range that has rows. Parameters: the block's cuts, its bounds. */
  String checksums(Block block) {
    return parts.of(
        "select %s, count(*), sum(%s) from ${table} e where %s group by 1"
            .formatted(bucket, digest("e"), bounds(block)));
  }

  /** Keys and digests of some of a block's ranges, in order; parameters: bounds, cuts, ranges. */
  String digests(Block block) {
    return parts.of(
        "select %s, %s from ${table} e where %s and %s = any (?) order by %s"
            .formatted(texts, digest("e"), bounds(block), bucket, order));
  }

  private String bounds(Block block) {
    return bound(block.from(), ">=") + " and " + bound(block.to(), "<");
  }

  private String bound(KeyValue key, String comparison) {
    return key == null
        ? "true"
        : "(%s) %s (%s)"
            .formatted(order, comparison, ofKey(column -> "?::" + column.type().sqlType(), ", "));
  }

  /** Whether a value is compared as a text. */
  static boolean isText(Column column) {
    return column.type().sqlType().equals("text");
  }

  /** In a way that an index serves, unless it is a text. */
  private static String ordered(Column column) {
    return isText(column) ? typed(column) : "e." + column.sql();
  }

  private static String typed(Column column) {
    return collated(column, "e.%s::%s".formatted(column.sql(), column.type().sqlType()));
  }

  private static String cut(Column column) {
    return collated(column, column.type().received("c." + column.sql()));
  }

  private static String collated(Column column, String value) {
    return isText(column) ? value + " collate \"C\"" : value;
  }
}
