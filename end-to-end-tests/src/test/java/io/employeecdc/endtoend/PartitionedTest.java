package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.operations.verify.CommandRun;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A source and a target whose table is partitioned, and whose partitions come and go. */
@Tag("servers")
class PartitionedTest {
  private static final String COLUMNS = Contract.standard().sql().of("${definition}");

  private static final List<String> TABLE =
      List.of(
          "create table employees (%s) partition by range (emp_id)".formatted(COLUMNS),
          "create table young partition of employees for values from (0) to (1000)",
          """
          create table old partition of employees for values from (1000) to (5000)
            partition by hash (emp_id)""",
          "create table old_0 partition of old for values with (modulus 2, remainder 0)",
          "create table old_1 partition of old for values with (modulus 2, remainder 1)",
          "create table other (gone int, %s, primary key (emp_id))".formatted(inAnotherOrder()),
          "alter table other drop column gone",
          "alter table employees attach partition other for values from (5000) to (6000)");

  private static final String COUNT = "select count(*) from emp_cdc where action_id > ";
  private static final String NEWEST = "select coalesce(max(action_id), 0) from emp_cdc";
  private static final String BOUNDS = " for values from (10000) to (11000)";

  private static int tables;

  private static String inAnotherOrder() {
    return Contract.standard().table().all().stream()
        .sorted(Comparator.comparing(Column::name))
        .map(column -> column.sql() + " " + column.declaredType())
        .collect(Collectors.joining(", "));
  }

  private TestPipeline pipeline;
  private JavaService producer;

  @BeforeEach
  void begin() throws Exception {
    pipeline = TestPipeline.bare("partitioned_" + tables++);
    for (String statement : TABLE) {
      pipeline.source(statement);
    }
    pipeline.target(TABLE.get(0));
    pipeline.target("create table everybody partition of employees default");
    pipeline.source(
        "insert into employees (emp_id, city) select i, 'Lyon' from generate_series(1, 5999, 100) i");
    requireDone("setup");
    producer = pipeline.producer(Map.of());
    producer.start();
    pipeline.consumer(Map.of()).start();
  }

  @AfterEach
  void end() throws Exception {
    pipeline.close();
  }

  @Test
  void what_is_written_to_the_table_or_to_a_partition_is_captured_once() throws Exception {
    requireCaptured(
        10, "insert into employees (emp_id, salary) select i, i from generate_series(991, 1000) i");
    requireCaptured(1, "insert into young (emp_id, city) values (7, 'Oslo')");
    requireCaptured(2, "update old set city = 'Rome' where emp_id in (1001, 1101)");
    requireCaptured(1, "insert into other (emp_id, city, salary) values (5007, 'Riga', 3)");
    requireCaptured(1, "update other set email = 'o@x' where emp_id = 5007");
    requireCaptured(1, "delete from young where emp_id = 7");
    requireCaptured(10, "update employees set salary = salary + 1 where salary > 990");
    // Their keys change, and with them their partitions.
    requireCaptured(4, "update employees set emp_id = emp_id + 4002 where emp_id in (1, 1001)");
    requireCaptured(
        1,
        "insert into employees (emp_id) values (5) on conflict (emp_id) do nothing",
        "insert into employees (emp_id) values (5) on conflict (emp_id) do nothing");
    requireCaptured(
        3,
        """
        with one as (insert into young (emp_id) values (8) returning emp_id),
          two as (delete from old_0 where emp_id = (select min(emp_id) from old_0) returning emp_id)
        update other set city = 'Wien' where emp_id = 5007""");
    requireEqual();

    String inOld = pipeline.askSource("select count(*) from old");
    requireCaptured(Integer.parseInt(inOld), "truncate old");
    requireEqual();
    String left = pipeline.askSource("select count(*) from employees");
    requireCaptured(
        Integer.parseInt(left) + 1, "truncate employees; insert into other (emp_id) values (5001)");
    requireEqual();
    assertThat(pipeline.askTarget("select count(*) from employees")).isEqualTo("1");

    pipeline.source(
        "create function meddle() returns trigger language plpgsql as"
            + " 'begin insert into young (emp_id) values (9); return null; end';"
            + " create trigger a_meddler before truncate on other execute function meddle()");
    assertThatThrownBy(() -> pipeline.source("truncate employees"))
        .hasMessageContaining("a trigger has written to a captured table while it was truncated");
    pipeline.source("drop trigger a_meddler on other");
    requireEqual();
  }

  @Test
  void a_partition_that_comes_or_goes_takes_its_rows_with_it() throws Exception {
    pipeline.source(
        "create table more (like employees including all); insert into more (emp_id, city)"
            + " select i, 'Bonn' from generate_series(10000, 10009) i");
    requireCaptured(
        10,
        "begin; alter table employees attach partition more"
            + BOUNDS
            + "; select cdc_capture_partitions(); commit");
    requireCaptured(1, "delete from more where emp_id = 10000");
    requireEqual();
    requireCaptured(
        9,
        "begin; alter table employees detach partition more; select cdc_capture_partitions(); commit");
    requireCaptured(0, "insert into more (emp_id) values (10000)");
    requireEqual();
    assertThat(pipeline.askTarget("select count(*) from employees where emp_id >= 10000"))
        .isEqualTo("0");
  }

  @Tag("nightly")
  @Test
  void a_partition_that_came_unnoticed_stops_the_producer_until_set_up_has_captured_it()
      throws Exception {
    pipeline.source("create table more partition of employees" + BOUNDS);
    pipeline.source("insert into more (emp_id) values (10001)");
    requireRefused("partitions of employees have come or gone");

    requireDone("setup");
    producer.start();
    pipeline.source("insert into more (emp_id) values (10002)");
    requireEqual();
    assertThat(pipeline.askTarget("select count(*) from employees where emp_id >= 10000"))
        .isEqualTo("2");
  }

  @Tag("nightly")
  @Test
  void a_partition_that_was_dropped_stops_the_producer_and_repair_finds_its_rows()
      throws Exception {
    requireEqual();
    assertThatThrownBy(
            () -> pipeline.source("begin; drop table old; select cdc_capture_partitions(); commit"))
        .hasMessageContaining("a partition was dropped");
    assertThatThrownBy(
            () ->
                pipeline.source(
                    "begin isolation level repeatable read; select cdc_capture_partitions()"))
        .hasMessageContaining("READ COMMITTED");
    pipeline.source("drop table old");
    requireRefused("partitions of employees have come or gone");

    requireDone("setup");
    producer.start();
    requireDone("verify", "--repair", "--yes", "--max-deletes", "100%");
    requireEqual();
    assertThat(pipeline.askTarget("select count(*) from employees")).isEqualTo("20");
  }

  @Tag("nightly")
  @Test
  void what_captures_is_removed_from_each_partition() throws Exception {
    pipeline.source("alter table employees detach partition other");
    requireDone("teardown", "--yes");
    assertThat(pipeline.askSource("select count(*) from pg_trigger where not tgisinternal"))
        .isEqualTo("0");
    pipeline.source("insert into young (emp_id) values (3)");
  }

  private void requireRefused(String why) {
    assertThat(producer.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(3);
    assertThat(producer.printed()).contains(why);
  }

  private void requireCaptured(int changes, String... statements) throws Exception {
    String before = pipeline.askSource(NEWEST);
    for (String statement : statements) {
      pipeline.source(statement);
    }
    assertThat(pipeline.askSource(COUNT + before))
        .as(String.join("; ", statements))
        .isEqualTo(String.valueOf(changes));
  }

  private void requireEqual() throws Exception {
    assertThat(requireDone("verify", "--settle", "1m").out()).contains("equal");
  }

  private CommandRun requireDone(String... command) throws Exception {
    CommandRun run = pipeline.cdc(command);
    assertThat(run.exitCode()).as(run.out() + run.err() + pipeline.logs()).isZero();
    return run;
  }
}
