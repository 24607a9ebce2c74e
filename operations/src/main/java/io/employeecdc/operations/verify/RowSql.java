package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.contract.type.ColumnType;
import io.employeecdc.operations.verify.KeyRanges.Block;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What both databases are asked about their rows {@code e}.
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
 * <p>Keys are ordered as {@link KeyValue} orders them, whatever the databases' collations. For
 * texts an index serves only where it is of the collation {@code C}; where a database's encoding
 * has its characters in another order than Unicode, that collation has too, and none serves.
 */
final class RowSql {
  private static final int FETCH = 5_000;

  private static final String FIRST_KEYS =
      """
      select %1$s
      from (select %2$s, row_number() over (order by %3$s) - 1 as cdc_place from ${table} e) e
      where cdc_place > 0 and cdc_place %% ? = 0
      order by %4$s
      """;

  private static final String RANGE =
      "width_bucket(%s, array(select %s from unnest(${key_values}) with ordinality"
          + " as c (${key}, cdc_place) order by cdc_place))";

  /** Encodings whose bytes are in the order of Unicode's code points. */
  private static final Set<String> UNICODE_ORDER = Set.of("UTF8", "LATIN1", "SQL_ASCII");

  private final CapturedTable table;
  private final boolean unicodeOrder;
  private final TableSql parts;
  private final List<Column> columns;
  private final String texts;
  private final String order;
  private final String digest;
  private final String range;

  /** Two equal ones mean equal rows, but for a chance of 1 in 2^64. */
  record Checksum(long rows, BigDecimal digests) {
    private static final Checksum EMPTY = new Checksum(0, BigDecimal.ZERO);

    static long total(Checksum... ranges) {
      return Stream.of(ranges).mapToLong(Checksum::rows).sum();
    }
  }

  RowSql(CapturedTable table, Collection<String> encodings) {
    this.table = table;
    this.unicodeOrder = UNICODE_ORDER.containsAll(encodings);
    this.parts = new TableSql(table);
    this.columns = table.key().columns();
    this.texts = ofKey(key -> "e.%s::text".formatted(key.sql()), ", ");
    this.order = ofKey(key -> ordered(key, key.captured("e")), ", ");
    this.digest = digest("e");
    // Rows cost twice as much, so one column is none.
    String row = columns.size() == 1 ? "%s" : "row(%s)";
    String typed =
        ofKey(key -> ordered(key, "e.%s::%s".formatted(key.sql(), key.type().sqlType())), ", ");
    String sent = ofKey(key -> ordered(key, key.type().received("c." + key.sql())), ", ");
    this.range = parts.of(RANGE).formatted(row.formatted(typed), row.formatted(sent));
  }

  int keyColumns() {
    return columns.size();
  }

  /** Reads a key from a result's first columns, which have its texts. */
  KeyValue read(ResultSet row) throws SQLException {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).type().parse(row.getString(i + 1));
    }
    return KeyValue.of(values);
  }

  /** Sets the texts of a block's bounds, as far as there are bounds. */
  private void set(PreparedStatement statement, int parameter, Block block) throws SQLException {
    int next = parameter;
    for (KeyValue key : Arrays.asList(block.from(), block.to())) {
      for (int i = 0; key != null && i < columns.size(); i++) {
        statement.setObject(next++, columns.get(i).type().text(key.get(i)), Types.OTHER);
      }
    }
  }

  /** Sets an array of values for each column; returns the next parameter. */
  int setAll(PreparedStatement statement, int parameter, List<KeyValue> keys) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      ColumnType type = columns.get(i).type();
      Object[] values = type.sentArray(keys.size());
      for (int k = 0; k < values.length; k++) {
        values[k] = type.sent(keys.get(k).get(i));
      }
      statement.setArray(
          parameter + i, statement.getConnection().createArrayOf(type.sentType(), values));
    }
    return parameter + columns.size();
  }

  String of(String template) {
    return parts.of(template);
  }

  String ofKey(Function<Column, String> part, String separator) {
    return columns.stream().map(part).collect(Collectors.joining(separator));
  }

  private String ordered(Column key, String value) {
    if (!key.type().sqlType().equals("text")) {
      return value;
    }
    return unicodeOrder ? value + " collate \"C\"" : "convert_to(" + value + ", 'UTF8')";
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

  TableReader.Keys firstKeys(TableReader reader, int rows, int fetchSize) {
    String named = ofKey(key -> key.captured("e") + " as " + key.sql(), ", ");
    return reader.keys(
        this,
        of(
            FIRST_KEYS.formatted(
                texts, named, order, ofKey(key -> ordered(key, "e." + key.sql()), ", "))),
        fetchSize,
        statement -> statement.setInt(1, rows));
  }

  Checksum[] checksums(TableReader reader, Block block) {
    Checksum[] checksums = new Checksum[block.size()];
    Arrays.fill(checksums, Checksum.EMPTY);
    reader.all(
        of(
            "select %s, count(*), sum(%s) from ${table} e where %s group by 1"
                .formatted(range, digest, bounds(block))),
        statement -> set(statement, setAll(statement, 1, block.cuts()), block),
        row -> checksums[row.getInt(1)] = new Checksum(row.getLong(2), row.getBigDecimal(3)));
    return checksums;
  }

  TableReader.Keys digests(TableReader reader, Block block, List<Integer> ranges) {
    return reader.keys(
        this,
        of(
            "select %s, %s from ${table} e where %s = any (?) and %s order by %s"
                .formatted(texts, digest, range, bounds(block), order)),
        FETCH,
        statement -> {
          int next = setAll(statement, 1, block.cuts());
          statement.setObject(next, ranges.stream().mapToInt(Integer::intValue).toArray());
          set(statement, next + 1, block);
        });
  }

  private String bounds(Block block) {
    return bound(block.from(), ">=") + " and " + bound(block.to(), "<");
  }

  private String bound(KeyValue end, String comparison) {
    return end == null
        ? "true"
        : "(%s) %s (%s)"
            .formatted(
                order, comparison, ofKey(key -> ordered(key, "?::" + key.type().sqlType()), ", "));
  }
}
