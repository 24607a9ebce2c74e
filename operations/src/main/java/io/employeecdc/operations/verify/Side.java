package io.employeecdc.operations.verify;

import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.SQLException;
import javax.sql.DataSource;

public record Side(DatabaseSettings settings, DataSource pool) {
  interface Question<T> {
    T ask() throws SQLException;
  }

  /** The answer, or an error that names this side and holds nothing of a row. */
  <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The end of a command because of an error of this side. */
  CdcException failure(SQLException e) {
    return SqlState.fatal(settings, DataSources.rootCause(e));
  }
}
