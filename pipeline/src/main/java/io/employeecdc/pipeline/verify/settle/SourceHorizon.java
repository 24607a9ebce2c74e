package io.employeecdc.pipeline.verify.settle;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.producer.capture.Coverage;
import io.employeecdc.producer.capture.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What the source tells about its present and the producer's past. */
final class SourceHorizon {
  private final CapturedTable table;
  private final DataSource source;

  SourceHorizon(CapturedTable table, DataSource source) {
    this.table = table;
    this.source = source;
  }

  /** A snapshot of the source as it is now. */
  String snapshot() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_current_snapshot()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  /** True if all changes that the snapshot sees were published by the time of the position. */
  boolean isPublished(String snapshot, Position position) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return Coverage.reaches(table, connection, position, snapshot);
    }
  }
}
