package io.employeecdc.schemacheck.rule;

import static io.employeecdc.schemacheck.rule.Affected.DEAD_LETTERS;
import static io.employeecdc.schemacheck.rule.Affected.RECORDS_IN_TOPIC;
import static io.employeecdc.schemacheck.rule.Affected.RUNNING_CONSUMERS;
import static io.employeecdc.schemacheck.rule.Affected.RUNNING_PRODUCERS;

import java.util.List;

public enum Direction {
  /** The new schema reads what an earlier one wrote: "backward". */
  NEW_READS_OLD,
  /** An earlier schema reads what the new one writes: "forward". */
  OLD_READS_NEW;

  public List<Affected> breaks() {
    return switch (this) {
      case NEW_READS_OLD -> List.of(RUNNING_PRODUCERS, RECORDS_IN_TOPIC, DEAD_LETTERS);
      case OLD_READS_NEW -> List.of(RUNNING_CONSUMERS);
    };
  }
}
