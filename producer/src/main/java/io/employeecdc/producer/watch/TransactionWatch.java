package io.employeecdc.producer.watch;

import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.service.Housekeeping;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Looks for transactions of the source that have written and are open: what they changed waits for
 * their end, and none that only read delays anything.
 *
 * <p>Everybody may see who holds a transaction's id, but only members of {@code pg_read_all_stats}
 * when it began. Where that is hidden, its age counts from when it was first seen.
 */
public final class TransactionWatch {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private static final String OPEN =
      """
      select l.transactionid::text,
             extract(epoch from clock_timestamp() - coalesce(a.xact_start, p.prepared))
      from pg_locks l
      left join pg_stat_activity a on a.pid = l.pid
      left join pg_prepared_xacts p on l.pid is null and p.transaction = l.transactionid
      where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
        and coalesce(a.datname, p.database) = current_database()
      """;

  private final DataSource source;
  private final InstantSource clock;
  private final Consumer<Duration> oldest;
  private Map<String, Instant> seen = new HashMap<>();

  /**
   * A watch that does nothing by itself; see {@link #schedule}.
   *
   * @param oldest told the age of the oldest; zero if there is none
   */
  public TransactionWatch(DataSource source, InstantSource clock, Consumer<Duration> oldest) {
    this.source = source;
    this.clock = clock;
    this.oldest = oldest;
  }

  /** Does it beside the producer's loop; not started. */
  public Housekeeping schedule() {
    return new Housekeeping(
        "transaction watch",
        EVERY,
        () -> {
          try {
            look();
          } catch (SQLException e) {
            // While the source is away the loop says so.
            if (SqlState.of(DataSources.rootCause(e)) != SqlState.TRANSIENT) {
              throw e;
            }
          }
          return false;
        });
  }

  /** Looks once. */
  public void look() throws SQLException {
    try (Connection connection = source.getConnection()) {
      Instant now = clock.instant();
      Map<String, Instant> still = new HashMap<>();
      List<Duration> ages =
          Query.all(
              connection,
              OPEN,
              open -> {
                Instant first = seen.getOrDefault(open.getString(1), now);
                still.put(open.getString(1), first);
                double seconds = open.getDouble(2);
                return open.wasNull()
                    ? Duration.between(first, now)
                    : Duration.ofMillis(Math.round(seconds * 1000));
              });
      seen = still;
      oldest.accept(ages.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO));
    }
  }
}
