package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Names the changes that hold text which is none. Only a database whose encoding is SQL_ASCII has
 * such: it takes any bytes, and then refuses to send them as UTF-8, without saying of which row.
 */
final class BrokenText {
  /** What the server says: a character that is not in the repertoire. */
  static final String STATE = "22021";

  private final CapturedTable table;
  private final TableSql sql;
  private final List<Column> columns;

  BrokenText(RowVersions versions, TableSql sql) {
    this.table = versions.table();
    this.sql = sql;
    this.columns =
        Stream.concat(table.key().columns().stream(), versions.captured().stream())
            .filter(column -> column.type().sqlType().equals("text"))
            .toList();
  }

  /**
   * The end of a read that met such text; the read's own failure where none is found.
   *
   * @param rows what was read, from the FROM on
   */
  CdcException explain(Connection connection, String rows, SQLException failure)
      throws SQLException {
    Set<String> broken = new TreeSet<>();
    Set<String> keys = new TreeSet<>();
    List<String> changes = new ArrayList<>();
    String key = Column.join(table.key().columns(), "%1$s::text", " || ', ' || ");
    String bytes = Column.join(columns, "convert_to(%1$s, 'SQL_ASCII')", ", ");
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select action_id, convert_to(%s, 'SQL_ASCII'), %s%s"
                    .formatted(key, bytes, rows))) {
      while (row.next()) {
        List<String> here = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          if (!isText(row.getBytes(3 + i))) {
            here.add(columns.get(i).name());
          }
        }
        if (!here.isEmpty()) {
          broken.addAll(here);
          changes.add(row.getString(1));
          keys.add(new String(row.getBytes(2), StandardCharsets.UTF_8));
        }
      }
    }
    if (changes.isEmpty()) {
      throw failure;
    }
    return new CdcException(
        ErrorCode.BROKEN_TEXT,
        "the source's encoding is SQL_ASCII, and what was written to %s of %s is no UTF-8 where %s in (%s); write it anew there, then run: delete from %s where action_id in (%s), and start again"
            .formatted(
                String.join(", ", broken),
                table,
                table.key(),
                String.join(", ", keys),
                sql.of("${capture}"),
                String.join(", ", changes)),
        failure);
  }

  private static boolean isText(byte[] bytes) {
    try {
      return bytes == null
          || StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).limit() >= 0;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
