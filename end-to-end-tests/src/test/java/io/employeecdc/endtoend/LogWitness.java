package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.faults.Workload;
import io.employeecdc.schema.EmployeeCDC;
import io.employeecdc.workbench.run.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The source's log, read by somebody else: a second slot says how many changes were committed, and
 * the topic must have each of them, a row's in their order, and none that was rolled back. What
 * comes again must be what came before.
 */
final class LogWitness {
  /**
   * A changed primary key is two changes. In pgoutput's first protocol a table's id has 4 bytes.
   */
  private static final String COMMITTED =
      """
      select coalesce(sum(case when get_byte(data, 0) = ascii('U')
                                and get_byte(data, 5) = ascii('K') then 2 else 1 end), 0)
      from pg_logical_slot_peek_binary_changes(
        '%s', null, null, 'proto_version', '1', 'publication_names', '%s')
      where chr(get_byte(data, 0)) in ('I', 'U', 'D')""";

  private final LoggedPipeline pipeline;
  private final Map<Integer, Set<Long>> ids = new HashMap<>();
  private final Map<Integer, Long> newest = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long changes;
  private long repeated;

  private LogWitness(LoggedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Begins to note, while nobody writes; the publication is there. */
  static LogWitness begin(LoggedPipeline pipeline) throws Exception {
    LogWitness witness = new LogWitness(pipeline);
    String unused =
        pipeline.ask(
            "select pg_create_logical_replication_slot('%s', 'pgoutput')"
                .formatted(slot(pipeline)));
    return witness;
  }

  private static String slot(LoggedPipeline pipeline) {
    return pipeline.capture.name() + "_witness";
  }

  /**
   * Judges the topic, and what the consumer counted, at rest: of each change that it had one
   * outcome, and of what came again that it was known.
   *
   * @return how many records came again
   */
  long check(Flow flow) throws Exception {
    TopicContent.eachChange(pipeline.channel(), (change, record) -> see(change));
    assertThat(wrong).as("changes out of order, or rolled back").isEmpty();
    assertThat(String.valueOf(changes))
        .as("changes in the topic")
        .isEqualTo(pipeline.ask(COMMITTED.formatted(slot(pipeline), pipeline.capture.name())));
    String unused = pipeline.ask("select pg_drop_replication_slot('%s')".formatted(slot(pipeline)));
    assertThat(flow.applied() + flow.superseded()).as("changes applied").isEqualTo(changes);
    assertThat(flow.duplicates()).as("what came again").isGreaterThanOrEqualTo(repeated);
    return repeated;
  }

  private void see(EmployeeCDC change) {
    long id = change.getActionId();
    boolean rolledBack =
        change.getEmployee() != null && Workload.ROLLED_BACK.equals(change.getEmployee().getCity());
    if (!ids.computeIfAbsent(change.getEmpId(), key -> new HashSet<>()).add(id)) {
      repeated++;
      return;
    }
    changes++;
    Long before = newest.put(change.getEmpId(), id);
    if (rolledBack || (before != null && before > id)) {
      wrong.add("%d of %d after %d".formatted(id, change.getEmpId(), before));
    }
  }
}
