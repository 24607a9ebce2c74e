package io.employeecdc.producer.capture;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Refuses to start on a source whose changes could be lost or come out of order. */
public final class CaptureCheck {
  private static final String SET_UP =
      """
      select
        to_regclass('emp_cdc') is not null,
        (select seqcache = 1 and seqincrement = 1 and not seqcycle
         from pg_sequence where seqrelid = to_regclass('emp_cdc_action_id_seq')),
        (select count(*) = 4 from pg_trigger
         where tgrelid = to_regclass('employees') and tgname like 'cdc\\_%' and tgenabled = 'A'),
        not exists (select from pg_subscription_rel where srrelid = to_regclass('employees'))
      """;

  private static final String FOREIGN_TRIGGERS =
      """
      select format('%I on %s', tgname, tgrelid::regclass)
      from pg_trigger join pg_proc on pg_proc.oid = tgfoid
      where pronamespace = (select relnamespace from pg_class where oid = to_regclass('emp_cdc'))
        and proname like 'cdc\\_capture\\_%'
        and (tgrelid is distinct from to_regclass('employees')
          or proname <> replace(tgname, 'cdc_', 'cdc_capture_'))
      order by 1
      """;

  private CaptureCheck() {}

  /**
   * Triggers that call our functions and are none of ours, each as {@code name on table}. They
   * capture nothing: on a table of the owner's they do nothing, on others every write is refused.
   */
  public static List<String> foreignTriggers(Connection connection) throws SQLException {
    List<String> triggers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(FOREIGN_TRIGGERS)) {
      while (found.next()) {
        triggers.add(found.getString(1));
      }
    }
    return triggers;
  }

  /**
   * Checks the capture table, its sequence and its triggers.
   *
   * @throws CdcException with exit code 3 and what to do, if one is not as it must be
   */
  public static void verify(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(SET_UP)) {
      found.next();
      require(found.getBoolean(1), "the source has no table emp_cdc; run 'cdc setup'");
      require(
          found.getBoolean(2),
          "the sequence emp_cdc_action_id_seq must have CACHE 1, INCREMENT 1 and NO CYCLE, or changes"
              + " come out of order; run: ALTER SEQUENCE emp_cdc_action_id_seq"
              + " INCREMENT 1 CACHE 1 NO CYCLE");
      require(
          found.getBoolean(3),
          "not all four triggers cdc_insert, cdc_update, cdc_delete and cdc_truncate on employees"
              + " are enabled (ALWAYS), so changes would be lost; enable them, then run 'cdc verify'");
      // The worker applies row by row: triggers for statements do not fire (PostgreSQL, logical
      // replication, architecture).
      require(
          found.getBoolean(4),
          "employees receives rows by a logical replication subscription, whose writes fire no"
              + " statement triggers, so its changes would be lost; capture them where they are"
              + " made, or take employees out of the subscription's publication");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new CdcException(ErrorCode.DATABASE_NOT_SET_UP, message);
    }
  }
}
