package io.employeecdc.consumer.parked;

import static io.employeecdc.consumer.testing.Applying.TOPIC;
import static io.employeecdc.consumer.testing.Changes.written;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.TestTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What is parked in a target. The topic has one partition, whose end and applied offset a test
 * sets.
 */
abstract class WithParked implements Topic {
  final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));
  final FastForwardClock clock = new FastForwardClock();
  final List<Topic.GivenUp> letters = new ArrayList<>();
  final List<Settled> looks = new ArrayList<>();
  Settling settling = settling(Optional.empty(), 1_000_000);
  long end = 100;
  Duration lookTakes = Duration.ZERO;

  @BeforeEach
  void threeWithACityEach() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    target.execute("insert into applied_offsets values ('topic', 0, 50)");
    apply(written(1, 1, "Rome"), written(2, 2, "Oslo"), written(3, 3, "Kiel"));
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Override
  public Map<Integer, Long> ends() {
    return Map.of(0, end);
  }

  @Override
  public void giveUp(List<Topic.GivenUp> changes) {
    letters.addAll(changes);
  }

  Settling settling(Optional<DeadLetterLimit> limit, int most) {
    return new Settling(
        new Target(target.pool(), Changes.VERSIONS),
        new SettleSettings(TOPIC, Duration.ofMinutes(1), most),
        this,
        new Brake(limit, clock),
        this::looked,
        clock);
  }

  private void looked(Settled settled) {
    looks.add(settled);
    clock.forward(lookTakes);
  }

  void giveUp() throws SQLException {
    look();
    parkForIsOver();
    look();
    applied(end);
    look();
  }

  void parkForIsOver() {
    clock.forward(Duration.ofSeconds(61));
  }

  void applied(long next) throws SQLException {
    target.execute("update applied_offsets set next_offset = " + next);
  }

  Settled look() throws SQLException {
    clock.forward(Duration.ofSeconds(6));
    settling.wake();
    boolean unused = settling.step();
    return looks.get(looks.size() - 1);
  }

  void apply(Change... changes) throws SQLException {
    apply(List.of(changes));
  }

  void apply(List<Change> changes) throws SQLException {
    Applied unused = Applying.apply(applier, changes);
  }

  List<String> rows() {
    return target.column("select emp_id || ' ' || city from employees order by emp_id");
  }
}
