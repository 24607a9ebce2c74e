package io.employeecdc.consumer.testing;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Applies changes that come from no partition. */
public final class Applying {
  public static final String TOPIC = "topic";

  private Applying() {}

  public static Applied apply(ChangeApplier applier, List<Change> changes) throws SQLException {
    return applier.apply(changes, Applying::origin, AppliedThrough.NONE);
  }

  /** As {@link #apply}. */
  public static Counts count(ChangeApplier applier, List<Change> changes) throws SQLException {
    return Counts.of(apply(applier, changes));
  }

  private static Origin origin(Change change) {
    return new Origin(
        TOPIC,
        0,
        change.actionId(),
        1_000,
        Optional.of(
            ByteBuffer.wrap(
                String.valueOf(change.key().get(0)).getBytes(StandardCharsets.US_ASCII))),
        Optional.empty(),
        ByteBuffer.allocate(0));
  }
}
