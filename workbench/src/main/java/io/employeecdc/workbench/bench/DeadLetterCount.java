package io.employeecdc.workbench.bench;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.workbench.run.LocalPipeline;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * What became of a load with changes that the target refuses.
 *
 * @param letters how many of its changes became dead letters
 * @param parked how many wait for the row that holds their value, and become dead letters later
 * @param restEqual whether there are any, and source and target differ in their employees only
 */
record DeadLetterCount(long letters, long parked, boolean restEqual) {
  private static final int MOST_KEYS = 1_000_000;

  static DeadLetterCount of(LocalPipeline pipeline) throws InterruptedException, SQLException {
    var letters = Bench.content(pipeline, pipeline.names().deadLetters());
    Set<KeyValue> employees = new HashSet<>();
    letters.forEach(
        letter ->
            employees.add(
                KeyValue.of(Integer.valueOf(new String(letter.key(), StandardCharsets.US_ASCII)))));
    Set<KeyValue> parked = parked(pipeline);
    employees.addAll(parked);
    VerifyResult result = pipeline.verify(MOST_KEYS);
    boolean restEqual =
        result.keys().values().stream().map(DifferingKeys::keys).allMatch(employees::containsAll);
    return new DeadLetterCount(letters.size(), parked.size(), restEqual && !letters.isEmpty());
  }

  private static Set<KeyValue> parked(LocalPipeline pipeline) throws SQLException {
    try (Connection target = pipeline.connectTarget()) {
      return Set.copyOf(
          Query.all(
              target, "select emp_id from parked_changes", row -> KeyValue.of(row.getInt(1))));
    }
  }
}
