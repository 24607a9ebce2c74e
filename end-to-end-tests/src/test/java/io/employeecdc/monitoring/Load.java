package io.employeecdc.monitoring;

import io.employeecdc.endtoend.TestPipeline;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Some thousand changes a second, of all kinds, for as long as the source takes them. */
final class Load implements AutoCloseable {
  private static final int EVERY_MILLIS = 50;
  private static final int EMPLOYEES = 5_000;

  private static final String CHANGES =
      """
      insert into employees (emp_id, first_name, last_name, dob, city, salary)
        select id, 'First' || id, 'Last', date '1970-01-01', 'City', %1$d + id
        from generate_series(%1$d, %1$d + 99) id
        on conflict (emp_id) do update set salary = excluded.salary;
      delete from employees where emp_id between %1$d + 100 and %1$d + 110
      """;

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final SplittableRandom random = new SplittableRandom(1815);
  private final TestPipeline pipeline;

  private Load(TestPipeline pipeline) {
    this.pipeline = pipeline;
  }

  static Load start(TestPipeline pipeline) {
    Load load = new Load(pipeline);
    Future<?> unused =
        load.executor.scheduleWithFixedDelay(load::change, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return load;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void change() {
    try {
      pipeline.source(CHANGES.formatted(1 + random.nextInt(EMPLOYEES)));
    } catch (SQLException theSourceIsAway) {
      // As a test has it.
    }
  }
}
