package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The way of docs/another-table.md, from {@code create table} to equal tables, for tables that
 * differ in kind; then what employees are promised.
 */
@Tag("servers")
class AnotherTableTest {
  private TestPipeline pipeline;
  private Service producer;
  private Service consumer;
  private EachField fields;
  private boolean killed;

  static Stream<SampleTable> samples() throws IOException {
    return Stream.of(SampleTable.departments(), SampleTable.everything());
  }

  static Stream<SampleTable> more() {
    return Stream.of(
        SampleTable.employees(),
        SampleTable.departments(),
        SampleTable.salaries(),
        SampleTable.sessions());
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("more")
  void others_are_too_while_both_services_are_killed(SampleTable sample) throws Exception {
    killed = true;
    is_carried_proven_healed_and_replayed_as_employees_are(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_carried_proven_healed_and_replayed_as_employees_are(SampleTable sample) throws Exception {
    begin(sample);
    requireEqual("the backfill of what was there before");
    each(sample.live());
    requireEqual("the triggers");

    producer.kill();
    pipeline.killOnly(consumer);
    source("truncate " + sample.table());
    each(sample.before());
    startBoth();
    requireEqual("a restart");
    each(sample.live());
    requireEqual("the same again");

    if (killed && !sample.busy().isEmpty()) {
      new KilledUnderLoad(pipeline, Contract.named(sample.contract()).orElseThrow())
          .play(sample.busy(), producer, consumer);
      requireEqual("kills under load");
    }
    if (sample.losesValues()) {
      fields.requireVerifySeesEach();
    }
    pipeline.target(sample.spoilt());
    requireDifferent();
    requireDone("verify", "--repair", "--yes", "--max-deletes", "100%");
    requireEqual("the repair of some keys");

    pipeline.target(
        "alter table %s add constraint sane check (%s)".formatted(sample.table(), sample.check()));
    source(sample.bad());
    pipeline
        .waiting("the row is a dead letter")
        .until(() -> pipeline.cdc("dlq", "list").out().contains(sample.badKey()));
    requireDifferent();
    pipeline.target("alter table %s drop constraint sane".formatted(sample.table()));
    CommandRun replay = requireDone("dlq", "replay", "--yes", "--key", sample.badKey());
    assertThat(replay.out()).contains("applied");
    requireEqual("the replay");

    pipeline.target("delete from " + sample.table());
    assertThat(requireDone("backfill").out()).contains("rows will come");
    requireEqual("the backfill of all");
    requireDone("status", "--peer", pipeline.peer(producer), "--peer", pipeline.peer(consumer));
  }

  @AfterEach
  void end() {
    pipeline.close();
  }

  private void begin(SampleTable sample) throws Exception {
    Contract contract = Contract.named(sample.contract()).orElseThrow();
    pipeline = TestPipeline.bare(contract, "another_" + contract.table().names().table());
    fields = new EachField(pipeline, contract.table());
    for (String statement : sample.types()) {
      both(statement);
    }
    both(sample.definition());
    each(sample.before());
    requireDone("setup");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    startBoth();
  }

  private void startBoth() {
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  private void both(String statement) throws Exception {
    pipeline.source(statement);
    pipeline.target(statement);
  }

  private void source(String statement) throws Exception {
    pipeline.source(statement);
  }

  private void each(List<String> statements) throws Exception {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void requireEqual(String step) throws Exception {
    CommandRun run = pipeline.cdc("verify", "--settle", "2m");
    fields.requireCarried(step);
    assertThat(run.exitCode()).as(run.out() + run.err() + pipeline.logs()).isZero();
  }

  private void requireDifferent() throws Exception {
    CommandRun run = pipeline.cdc("verify");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(7);
  }

  private CommandRun requireDone(String... command) throws Exception {
    CommandRun run = pipeline.cdc(command);
    assertThat(run.exitCode()).as(run.out() + run.err() + pipeline.logs()).isZero();
    return run;
  }
}
