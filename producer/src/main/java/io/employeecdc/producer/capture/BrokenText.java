package io.employeecdc.producer.capture;

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

/**
 * Names the changes that hold text which is none. Only a database whose encoding is SQL_ASCII has
 * such: it takes any bytes, and then refuses to send them as UTF-8, without saying of which row.
 */
final class BrokenText {
  /** What the server says: a character that is not in the repertoire. */
  static final String STATE = "22021";

  private static final List<String> COLUMNS = List.of("first_name", "last_name", "city");

  private BrokenText() {}

  /**
   * The end of a read that met such text; the read's own failure where none is found.
   *
   * @param rows what was read, from the FROM on
   */
  static CdcException explain(Connection connection, String rows, SQLException failure)
      throws SQLException {
    Set<String> columns = new TreeSet<>();
    Set<Integer> employees = new TreeSet<>();
    List<String> changes = new ArrayList<>();
    String bytes = "convert_to(" + String.join(", 'SQL_ASCII'), convert_to(", COLUMNS);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select action_id, emp_id, " + bytes + ", 'SQL_ASCII')" + rows)) {
      while (row.next()) {
        boolean broken = false;
        for (String column : COLUMNS) {
          if (!isText(row.getBytes(3 + COLUMNS.indexOf(column)))) {
            columns.add(column);
            broken = true;
          }
        }
        if (broken) {
          changes.add(row.getString(1));
          employees.add(row.getInt(2));
        }
      }
    }
    if (changes.isEmpty()) {
      throw failure;
    }
    return new CdcException(
        ErrorCode.BROKEN_TEXT,
        "the source's encoding is SQL_ASCII, and what was written to %s of employees is no UTF-8 where emp_id in (%s); write it anew there, then run: delete from emp_cdc where action_id in (%s), and start again"
            .formatted(String.join(", ", columns), list(employees), String.join(", ", changes)),
        failure);
  }

  private static String list(Set<Integer> keys) {
    return String.join(", ", keys.stream().map(String::valueOf).toList());
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
