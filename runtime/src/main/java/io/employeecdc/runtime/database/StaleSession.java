package io.employeecdc.runtime.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * A session that may not write goes from its pool. It would stay as it is when the database may be
 * written again, or when another server has become the primary; a new one finds out.
 */
final class StaleSession implements SQLExceptionOverride {
  @java.lang.Override
  public Override adjudicate(SQLException e) {
    return SqlState.READ_ONLY.equals(e.getSQLState())
        ? Override.MUST_EVICT
        : Override.CONTINUE_EVICT;
  }
}
