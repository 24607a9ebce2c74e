package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.VerifyCommand;
import io.employeecdc.producer.ProducerMain;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A source that gives ids a second time: the producer stops before it publishes one, and the
 * runbook's "A source that went back", followed literally, leads to an equal target.
 */
@Tag("servers")
class SourceWentBackTest {
  private static final String CHANGES =
      "insert into employees (emp_id, salary) select i, 1 from generate_series(1, 1500) i";

  private enum Went {
    EMPTIED_AND_RESTARTED("truncate emp_cdc restart identity"),
    SET_BACK("delete from emp_cdc; select setval('emp_cdc_action_id_seq', 2)"),
    CAPTURE_TABLE_MADE_ANEW("drop table emp_cdc") {
      @Override
      void happen(TestPipeline pipeline) throws Exception {
        super.happen(pipeline);
        assertThat(pipeline.cdc("setup").exitCode()).isZero();
      }
    },
    RESTORED_FROM_A_DUMP("") {
      @Override
      void happen(TestPipeline pipeline) throws Exception {
        String name = pipeline.askSource("select current_database()");
        pipeline.asSuperuser(
            pipeline.sourceServer(), "alter database %1$s rename to %1$s_before".formatted(name));
        pipeline.asSuperuser(
            pipeline.sourceServer(),
            "create database %1$s template %1$s_before owner cdc".formatted(name));
      }
    };

    private final String sql;

    Went(String sql) {
      this.sql = sql;
    }

    String suffix() {
      return name().toLowerCase(Locale.ROOT);
    }

    void happen(TestPipeline pipeline) throws Exception {
      pipeline.source(sql);
    }
  }

  /** Also in ChangedSourceTest and AdviceTest, up to the refusal. */
  @Tag("nightly")
  @ParameterizedTest
  @EnumSource(names = {"SET_BACK", "CAPTURE_TABLE_MADE_ANEW"})
  void is_refused_too_and_the_runbook_helps(Went went) throws Exception {
    is_refused_and_after_the_runbooks_steps_both_are_equal(went);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SET_BACK", "CAPTURE_TABLE_MADE_ANEW"})
  void is_refused_and_after_the_runbooks_steps_both_are_equal(Went went) throws Exception {
    try (TestPipeline pipeline = TestPipeline.create(went.suffix())) {
      JavaService producer = pipeline.producer(Map.of());
      JavaService consumer = pipeline.consumer(Map.of());
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.source(CHANGES);
      pipeline.source("update employees set salary = 2");
      pipeline.awaitEqual();
      producer.stop();

      went.happen(pipeline);
      pipeline.source("delete from employees where emp_id > 1490");
      // More than there were before, so that the newest id says nothing.
      for (int salary = 3; salary < 6; salary++) {
        pipeline.source("update employees set salary = " + salary);
      }

      assertThat(PipelineUnderTest.exitCodeOf(producer)).isEqualTo(7);
      assertThat(producer.printed()).contains("runbook");

      Map<String, String> newId = Map.of("CDC_PRODUCER_ID", went.suffix() + "_again");
      pipeline
          .service("producer-again", List.of("-Xmx256m", ProducerMain.class.getName()), newId)
          .start();
      if (went != Went.RESTORED_FROM_A_DUMP) {
        CommandRun refused = verify(pipeline, newId, "--repair", "--yes", "--max-deletes", "9");
        assertThat(refused.exitCode()).as(refused.out() + refused.err()).isEqualTo(7);
        assertThat(refused.err())
            .contains("No row was sent", "--max-deletes is 9", "--max-deletes 10.");
      }
      requireDone(pipeline, newId, "--repair", "--yes", "--settle", "2m");
      pipeline.source("update employees set salary = 7 where emp_id < 10");
      requireDone(pipeline, newId, "--settle", "2m");
      assertThat(pipeline.askTarget("select count(*) from employees where salary = 7"))
          .isEqualTo("9");
    }
  }

  /** Equal as it was, it was left with ids that the target knows: every later change was lost. */
  @Test
  void where_nothing_differs_the_next_changes_arrive_all_the_same() throws Exception {
    try (TestPipeline pipeline = TestPipeline.create("equal_and_restarted")) {
      JavaService producer = pipeline.producer(Map.of());
      List.of(producer, pipeline.consumer(Map.of())).parallelStream().forEach(Service::start);
      pipeline.source(CHANGES);
      pipeline.awaitEqual();
      producer.stop();

      Went.EMPTIED_AND_RESTARTED.happen(pipeline);

      assertThat(PipelineUnderTest.exitCodeOf(producer)).isEqualTo(7);
      Map<String, String> newId = Map.of("CDC_PRODUCER_ID", "equal_and_restarted_again");
      pipeline
          .service("producer-again", List.of("-Xmx256m", ProducerMain.class.getName()), newId)
          .start();
      CommandRun repair = verify(pipeline, newId, "--repair", "--yes", "--settle", "2m");
      assertThat(repair.exitCode()).as(repair.out() + repair.err()).isZero();
      assertThat(repair.err()).contains("The source goes on with action ids above 1500,");
      pipeline.source("update employees set salary = 2");
      pipeline.awaitTablesEqual();
    }
  }

  private static void requireDone(
      TestPipeline pipeline, Map<String, String> newId, String... options) {
    CommandRun run = verify(pipeline, newId, options);
    assertThat(run.exitCode()).as(run.out() + run.err() + pipeline.logs()).isZero();
  }

  private static CommandRun verify(
      TestPipeline pipeline, Map<String, String> newId, String... options) {
    Map<String, String> environment = new TreeMap<>(pipeline.environment());
    environment.putAll(newId);
    return CommandRun.of(new VerifyCommand(), environment, options);
  }
}
