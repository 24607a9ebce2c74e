package io.employeecdc.producer.retention;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.service.Housekeeping;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Removes old published rows in small steps, so that no step holds locks or bloats the table for
 * long. A row goes only if the published snapshot sees it; its age alone is never enough.
 */
public final class Retention {
  private static final int STEP_ROWS = 5000;
  private static final Duration EVERY = Duration.ofSeconds(5);

  private static final String DELETE_STEP =
      """
      delete from ${capture} where action_id in (
        select action_id
        from (select action_id, captured_at, txid from ${capture} order by action_id limit ?) oldest
        where captured_at < now() - make_interval(secs => ?)
          and pg_visible_in_snapshot(txid, ?::pg_snapshot))
      """;

  private final DataSource source;
  private final Duration age;
  private final String deleteStep;

  /**
   * A retention that removes nothing by itself; see {@link #schedule}.
   *
   * @param age how long published rows stay
   */
  public Retention(DataSource source, CapturedTable table, Duration age) {
    this.source = source;
    this.age = age;
    this.deleteStep = new TableSql(table).of(DELETE_STEP);
  }

  /**
   * Does it beside the producer's loop; not started.
   *
   * @param published the position whose rows are in the topic; null while it is not known
   */
  public Housekeeping schedule(Supplier<Position> published) {
    return new Housekeeping(
        "retention",
        EVERY,
        () -> {
          Position position = published.get();
          return position != null && step(position);
        });
  }

  /**
   * Removes up to 5,000 rows.
   *
   * @param published the position up to which everything is committed in Kafka
   * @return true if there may be more to remove: some of the oldest were, though others may stay
   */
  public boolean step(Position published) throws SQLException {
    try (Connection connection = source.getConnection()) {
      double seconds = age.toMillis() / 1000.0;
      return Query.update(connection, deleteStep, STEP_ROWS, seconds, published.published()) > 0;
    }
  }
}
