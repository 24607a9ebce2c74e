package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.type.ColumnType;
import io.employeecdc.operations.verify.KeyRanges.Block;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;

/**
 * Keys on their way into statements and out of results, a parameter or column for each of theirs.
 */
record KeyColumns(List<Column> columns) {
  int count() {
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
  void set(PreparedStatement statement, int parameter, Block block) throws SQLException {
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
}
