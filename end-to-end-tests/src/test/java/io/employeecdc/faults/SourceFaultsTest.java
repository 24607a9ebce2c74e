package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.PipelineUnderTest;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Faults of the source database, and what its applications may do to it. */
@Tag("servers")
class SourceFaultsTest {
  private static final int SOME = 50_000;
  private static final int MANY = 1_000_000;

  /** Not the small steps of the other faults. */
  private static final Map<String, String> AS_DELIVERED =
      Map.of("CDC_CHUNK_SIZE", "20000", "CDC_BATCH_SIZE", "10000");

  private static final int OPEN = 900_000;
  private static final int FIRST_COPIED = 1_000_000;

  @FaultTest
  void a_source_that_restarts_or_cuts_connections_loses_nothing(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.underLoad(Fault.SOURCE_RESTARTS, seed)) {
      Server source = scene.stack().source();
      source.stop();
      scene.heal(source);
      scene.awaitAnyMoment();
      source.kill();
      scene.heal(source);
      scene.awaitAnyMoment();
      scene
          .pipeline()
          .askSource(
              """
              select count(pg_terminate_backend(pid)) from pg_stat_activity
              where pid <> pg_backend_pid() and datname = current_database()""");
      scene.heal(() -> {});
      scene.check();
    }
  }

  @FaultTest
  void an_open_transaction_delays_its_own_rows_only(long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.OUT_OF_ORDER_COMMITS, seed);
        Connection application = scene.pipeline().local().connectSource()) {
      application.setAutoCommit(false);
      long open = OPEN + seed % 90_000;
      try (Statement statement = application.createStatement()) {
        statement.execute("insert into employees (emp_id) values (" + open + ")");
        scene.awaitMore(1000);
        String there = "select count(*) from employees where emp_id = " + open;
        assertThat(scene.pipeline().askTarget(there)).isEqualTo("0");
        application.commit();
        scene.heal(() -> {});
        assertThat(scene.pipeline().askTarget(there)).isEqualTo("1");
      }
      scene.check();
    }
  }

  @FaultTest
  void bulk_statements_are_captured_row_by_row(long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.BULK, seed)) {
      scene.start(AS_DELIVERED, AS_DELIVERED);
      copy(scene.pipeline(), SOME);
      scene.catchUp();
      scene
          .pipeline()
          .source(
              "update employees set emp_id = -emp_id where emp_id % 10 = 0 and emp_id > 500000");
      scene.catchUp();
      scene.pipeline().source("truncate employees");
      scene.catchUp();
      scene.check();
    }
  }

  @FaultTest
  void a_million_rows_in_one_transaction_need_no_more_than_128_mb(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.fresh(Fault.MILLION, seed)) {
      scene.stage().heap(128);
      scene.start(AS_DELIVERED, AS_DELIVERED);
      copy(scene.pipeline(), MANY);
      scene.catchUp();
      // Neither ended, which their heap would have made them do.
      assertThat(List.of(scene.producer(), scene.consumer())).allMatch(Server::alive);
      for (Server service : List.of(scene.producer(), scene.consumer())) {
        assertThat(Files.readString(service.log())).doesNotContain("OutOfMemory");
      }
      scene.check();
    }
  }

  @FaultTest
  void a_sequence_with_a_cache_is_refused_at_start(long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.SEQUENCE_CACHE, seed)) {
      JavaService producer = scene.producer();
      producer.stop();
      // No application writes meanwhile, or its ids would be out of order for good.
      scene.workload().pause();
      scene.pipeline().source("alter table emp_cdc alter column action_id set cache 10");
      assertThat(PipelineUnderTest.exitCodeOf(producer)).isEqualTo(3);
      assertThat(Files.readString(producer.log())).containsIgnoringCase("cache");
      scene.pipeline().source("alter table emp_cdc alter column action_id set cache 1");
      scene.workload().resume();
      scene.heal(producer);
      scene.check();
    }
  }

  private static void copy(TestPipeline pipeline, int rows) throws Exception {
    try (Connection connection = pipeline.local().connectSource()) {
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy employees from stdin");
      for (int key = FIRST_COPIED; key < FIRST_COPIED + rows; key++) {
        byte[] row =
            (key + "\tfirst\tlast\t1970-01-01\tcity\t1000\n").getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(row, 0, row.length);
      }
      assertThat(copy.endCopy()).isEqualTo(rows);
    }
  }
}
