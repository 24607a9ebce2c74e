package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes that were captured by triggers of another version than the producer's. */
@Tag("servers")
class OlderTriggersTest {
  private static final String ROW =
      "select max(concat_ws(' ', %s)) from employees where emp_id = 1";

  private @TempDir Path folder;
  private PipelineUnderTest today;
  private PipelineUnderTest next;
  private Service producer;
  private Service consumer;

  @Test
  void a_column_goes_while_the_older_producer_runs() throws Exception {
    today = PipelineUnderTest.create("column_goes");
    next = today.withOlder(OtherBuild.withoutColumn("city", folder));
    start(today);
    today.source(
        "insert into employees (emp_id, city, salary) values (1, 'Rome', 1), (2, 'Oslo', 1)");
    today.awaitEqual();
    done("setup");

    today.source("update employees set salary = 2 where emp_id = 1");
    assertThat(producer.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(6);
    assertThat(producer.printed())
        .contains("captured without city since set-up of version 4")
        .contains("deploy the producer of version 4, or of one with the same columns [CDC-603]");
    assertThat(PipelineUnderTest.exitCodeOf(today.producer(Map.of()))).isEqualTo(6);
    producer = next.producer(Map.of());
    producer.start();

    awaitRow("city, salary", "Rome 2");
    done("verify", "--settle", "30s");
    assertThat(today.askTarget("select city from employees where emp_id = 2")).isEqualTo("Oslo");
  }

  /** What goes is what came last, so the version before it says all that is captured. */
  @Tag("nightly")
  @Test
  void a_column_goes_that_an_older_version_had_not_and_the_producer_writes_that_one()
      throws Exception {
    today = PipelineUnderTest.create("newest_column_goes");
    String newest = newestColumn();
    next = today.withOlder(OtherBuild.withoutColumn(newest, folder));
    start(today);
    today.source(
        "insert into employees (emp_id, city, %s) values (1, 'Rome', 'a')".formatted(newest));
    today.awaitEqual();
    done("setup");

    today.source("update employees set city = 'Oslo', %s = 'b' where emp_id = 1".formatted(newest));
    awaitRow("city, " + newest, "Oslo a");
    assertThat(producer.alive()).isTrue();
    assertThat(producer.printed())
        .contains("captured without %s are published as version".formatted(newest), "CDC-603");
    today
        .waiting("its consumer has counted")
        .until(
            () -> today.cdc("status", "--peer", today.peer(consumer)).out(),
            out -> out.contains("incomplete  "));
    assertThat(today.cdc("verify").exitCode()).isEqualTo(7);
  }

  private static String newestColumn() {
    List<Column> late = Contract.standard().versions().late();
    return late.get(late.size() - 1).name();
  }

  @Tag("nightly")
  @Test
  void a_column_has_another_name_while_changes_wait() throws Exception {
    today = PipelineUnderTest.create("column_renamed");
    next = today.withOlder(OtherBuild.withRenamed("city", "town", folder));
    today.source("insert into employees (emp_id, city) values (1, 'Rome')");
    today.target("alter table employees add column town text");
    today.source("alter table employees rename column city to town");
    done("setup");
    start(next);

    awaitRow("emp_id, town", "1");
    theRestIsBroughtLater();
    awaitRow("emp_id, town", "1 Rome");
  }

  /** The second was an error for ever, which ended the producer at each start. */
  @Tag("nightly")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          phone | "type": ["null", "string"], "default": null | text                   | 030
          level | "type": "int", "default": 5                 | int not null default 7 | 9
          """)
  void a_backlog_from_before_set_up_is_incomplete(
      String name, String field, String type, String value) throws Exception {
    today = PipelineUnderTest.create("backlog_" + name);
    next =
        today.withOlder(
            OtherBuild.withColumn("{\"name\": \"%s\", %s}".formatted(name, field), folder));
    String added = "alter table employees add column %s %s".formatted(name, type);
    today.target(added);
    today.source(added);
    today.source(
        "insert into employees (emp_id, city, %s) values (1, 'Rome', '%s')".formatted(name, value));
    done("setup");
    start(next);

    awaitRow("city", "Rome");
    assertThat(today.askTarget(ROW.formatted(name))).isNotEqualTo(value);
    theRestIsBroughtLater();
    awaitRow("city, " + name, "Rome " + value);
  }

  @Tag("nightly")
  @Test
  void a_column_comes_and_the_older_producer_goes_on() throws Exception {
    today = PipelineUnderTest.create("column_comes");
    next =
        today.withOlder(
            OtherBuild.withColumn(
                "{\"name\": \"phone\", \"type\": [\"null\", \"string\"], \"default\": null}",
                folder));
    producer = today.producer(Map.of());
    consumer = next.consumer(Map.of());
    today.target("alter table employees add column phone text");
    today.source("alter table employees add column phone text");
    done("setup");
    List.of(producer, consumer).parallelStream().forEach(Service::start);

    today.source("insert into employees (emp_id, city, phone) values (1, 'Rome', '030')");
    awaitRow("city, phone", "Rome");
    assertThat(producer.alive()).isTrue();
    producer.stop();
    producer = next.producer(Map.of());
    producer.start();
    theRestIsBroughtLater();
    awaitRow("city, phone", "Rome 030");
  }

  @AfterEach
  void end() {
    today.close();
  }

  private void start(PipelineUnderTest build) {
    producer = build.producer(Map.of());
    consumer = build.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  private void done(String... arguments) throws Exception {
    CommandRun run = next.cdc(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private void awaitRow(String columns, String values) throws Exception {
    today.waiting(columns).until(() -> today.askTarget(ROW.formatted(columns)), values::equals);
  }

  private void theRestIsBroughtLater() throws Exception {
    CommandRun differs = next.cdc("verify");
    assertThat(differs.exitCode()).as(differs.out() + differs.err()).isEqualTo(7);
    today.waiting("the consumer has counted").until(() -> status().contains("incomplete  "));
    done("backfill", "--incomplete");
    done("verify", "--settle", "30s");
    today.waiting("nothing is incomplete").until(() -> !status().contains("incomplete  "));
    assertThat(TopicContent.deadLetters(today.channel())).isEmpty();
  }

  private String status() throws Exception {
    return next.cdc("status", "--peer", today.peer(producer), "--peer", today.peer(consumer)).out();
  }
}
