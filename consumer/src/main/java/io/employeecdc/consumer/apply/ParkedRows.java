package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** What is kept of parked changes beside their rows, column by column. */
final class ParkedRows {
  private final long[] actionIds;
  private final String[] known;
  private final boolean[] deleted;
  private final String[] sqlStates;
  private final String[] constraints;
  private final String[] topics;
  private final int[] partitions;
  private final long[] offsets;
  private final long[] timestamps;
  private final byte[][] keys;
  private final byte[][] values;
  private final byte[][] headers;

  ParkedRows(List<Change> changes, Map<KeyValue, Fault> why, Origin.Of origins) {
    int count = changes.size();
    actionIds = new long[count];
    known = new String[count];
    deleted = new boolean[count];
    sqlStates = new String[count];
    constraints = new String[count];
    topics = new String[count];
    partitions = new int[count];
    offsets = new long[count];
    timestamps = new long[count];
    keys = new byte[count][];
    values = new byte[count][];
    headers = new byte[count][];
    for (int i = 0; i < count; i++) {
      set(i, changes.get(i), why.get(changes.get(i).key()), origins.of(changes.get(i)));
    }
  }

  /** In the order in which the statement that parks takes them. */
  Array[] arrays(PGConnection driver) throws SQLException {
    return new Array[] {
      driver.createArrayOf("int8", actionIds),
      driver.createArrayOf("text", known),
      driver.createArrayOf("bool", deleted),
      driver.createArrayOf("text", sqlStates),
      driver.createArrayOf("text", constraints),
      driver.createArrayOf("text", topics),
      driver.createArrayOf("int4", partitions),
      driver.createArrayOf("int8", offsets),
      driver.createArrayOf("int8", timestamps),
      driver.createArrayOf("bytea", keys),
      driver.createArrayOf("bytea", values),
      driver.createArrayOf("bytea", headers)
    };
  }

  private void set(int at, Change change, Fault fault, Origin origin) {
    actionIds[at] = change.actionId();
    known[at] =
        change.version().columns().stream().map(Column::name).collect(Collectors.joining(","));
    deleted[at] = change.deletes();
    sqlStates[at] = fault.sqlState();
    constraints[at] = fault.constraint().orElse(null);
    topics[at] = origin.topic();
    partitions[at] = origin.partition();
    offsets[at] = origin.offset();
    timestamps[at] = origin.timestamp();
    keys[at] = bytes(origin.key());
    values[at] = bytes(origin.value());
    headers[at] = bytes(Optional.of(origin.headers()));
  }

  /** Null if there are none. */
  private static byte[] bytes(Optional<ByteBuffer> from) {
    return from.map(
            buffer -> {
              byte[] bytes = new byte[buffer.remaining()];
              buffer.duplicate().get(bytes);
              return bytes;
            })
        .orElse(null);
  }
}
