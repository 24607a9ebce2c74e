package io.employeecdc.pipeline.backfill;

import io.employeecdc.consumer.apply.IncompleteRows;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.producer.backfill.KeyBackfill;
import io.employeecdc.producer.capture.CaptureCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** Sends those rows again of which the target lacks columns. */
final class IncompleteBackfill {
  private final DataSource source;
  private final IncompleteRows rows;
  private final CapturedTable table;
  private final int chunkSize;

  IncompleteBackfill(DataSource source, IncompleteRows rows, CapturedTable table, int chunkSize) {
    this.source = source;
    this.rows = rows;
    this.table = table;
    this.chunkSize = chunkSize;
  }

  /**
   * Sends.
   *
   * @param progress told how many have been sent so far
   * @return how many were sent
   * @throws SQLException from source or target
   */
  long run(LongConsumer progress) throws SQLException {
    try (Connection connection = source.getConnection()) {
      new CaptureCheck(table).verify(connection);
    }
    KeyBackfill backfill = new KeyBackfill(source, table);
    long sent = 0;
    Optional<KeyValue> last = Optional.empty();
    for (List<KeyValue> keys = rows.next(last, chunkSize);
        !keys.isEmpty();
        keys = rows.next(last, chunkSize)) {
      sent += backfill.send(keys.stream().map(KeyValue::values).toList());
      last = Optional.of(keys.get(keys.size() - 1));
      rows.passDeleted(keys);
      progress.accept(sent);
    }
    return sent;
  }
}
