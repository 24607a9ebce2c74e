package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.workbench.run.Flow;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@Tag("nightly")
@AnyPlace
class LargeCopyTest {
  private static final int COPIED = 200_000;
  private static final int BEFORE = 50;

  private static PipelineUnderTest pipeline;
  private static Service producer;
  private static Service consumer;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderTest.create("large");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  /**
   * PostgreSQL keeps the plan of a statement that it has seen often, and makes it for the size that
   * the table had at its last ANALYZE. What is right for fifty rows must not be ruinous for more.
   */
  @Test
  void a_copy_and_a_truncate_of_200_000_rows_are_quick_in_a_target_that_was_analyzed_when_small()
      throws Exception {
    pipeline.source(
        "insert into employees (emp_id, first_name) select g, 'Ada' from generate_series(1, %d) g"
            .formatted(BEFORE));
    assertRowsInTarget(BEFORE);
    askTargetToAnalyze();
    for (int again = 0; again < 8; again++) {
      pipeline.source("update employees set emp_id = -emp_id");
      pipeline.awaitEqual();
    }
    copy();
    assertRowsInTarget(COPIED + BEFORE);

    pipeline.source("truncate employees");
    assertRowsInTarget(0);
  }

  private static void askTargetToAnalyze() throws SQLException {
    try (Connection target = pipeline.connectTarget();
        Statement statement = target.createStatement()) {
      statement.execute("alter table employees set (autovacuum_enabled = off)");
      statement.execute("vacuum analyze employees");
    }
  }

  private static void copy() throws Exception {
    String text =
        IntStream.rangeClosed(1001, 1000 + COPIED)
            .mapToObj(id -> id + "\tAda\tHaddad\t1970-01-01\tLyon\t" + id)
            .collect(Collectors.joining("\n"));
    try (Connection source = pipeline.connectSource()) {
      source
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy employees " + SourceSqlTest.COLUMNS + " from stdin", new StringReader(text));
    }
  }

  private static void assertRowsInTarget(int rows) throws Exception {
    pipeline.awaitEqual();
    assertThat(pipeline.askTarget("select count(*) from employees"))
        .isEqualTo(String.valueOf(rows));
    Flow flow = pipeline.accountedFor(producer, consumer);
    assertThat(flow.deadLettered()).isZero();
    assertThat(flow.duplicates()).isZero();
  }
}
