package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
class AnotherTableTest {
  private TestPipeline pipeline;
  private Service producer;
  private Service consumer;
  private EachField fields;

  /**
   * A table and what happens to it.
   *
   * @param contract that describes it
   * @param types that its columns need
   * @param definition of the table, as its owner makes it
   * @param before statements from before it was captured
   * @param live statements while it is captured
   * @param bad a row, with a value in each column, that the target refuses while it checks so
   * @param check what the target checks for a while
   * @param badKey of that row, as {@code cdc dlq list} shows it
   * @param spoilt what somebody does to the target
   */
  private record Sample(
      String contract,
      List<String> types,
      String definition,
      List<String> before,
      List<String> live,
      String bad,
      String check,
      String badKey,
      String spoilt) {
    String table() {
      return Contract.named(contract).orElseThrow().table().sql();
    }

    @Override
    public String toString() {
      return table();
    }
  }

  static Stream<Sample> samples() throws IOException {
    return Stream.of(departments(), everything());
  }

  static Stream<Sample> otherKeys() {
    return Stream.of(salaries(), sessions());
  }

  private static Sample departments() {
    return new Sample(
        "DepartmentCDC",
        List.of(),
        "create table departments (dept_no char(4) primary key, dept_name varchar(40) not null unique)",
        List.of("insert into departments values ('d001', 'Marketing'), ('d002', 'Finance')"),
        List.of(
            "insert into departments values ('d003', 'Human Resources'), ('ä', U&'\\+01F600')",
            """
            begin;
            update departments set dept_name = 'none' where dept_no = 'd001';
            update departments set dept_name = 'Marketing' where dept_no = 'd002';
            update departments set dept_name = 'Finance' where dept_no = 'd001';
            commit""",
            "update departments set dept_no = 'd009' where dept_no = 'd003'",
            "delete from departments where dept_no = 'ä'",
            """
            do $$ begin for i in 1 .. 300 loop
              update departments set dept_name = 'Marketing ' || i where dept_no = 'd002';
            end loop; end $$"""),
        "insert into departments values ('d010', 'a name that is very long')",
        "length(dept_name) < 20",
        "d010",
        "update departments set dept_name = 'Sales' where dept_no = 'd009'");
  }

  private static Sample salaries() {
    return new Sample(
        "SalaryCDC",
        List.of(),
        "create table salaries (emp_id int, from_date date, amount numeric(12, 2), to_date date,"
            + " primary key (emp_id, from_date))",
        List.of(
            "insert into salaries values (10001, '1986-06-26', 60117, '1987-06-26'),"
                + " (10001, '1987-06-26', 62102.25, '9999-01-01')"),
        List.of(
            "insert into salaries select 20000 + i % 50, date '1990-01-01' + i, i * 1.01, 'infinity'"
                + " from generate_series(1, 500) i",
            "insert into salaries values (-5, '0044-03-15 BC', -9999999999.99, '-infinity')",
            "update salaries set amount = amount + 0.01, to_date = null where emp_id < 20010",
            "update salaries set from_date = from_date + 1000 where emp_id between 20010 and 20019",
            "delete from salaries where emp_id = 20001"),
        "insert into salaries values (1, '2000-01-01', 5000000, null)",
        "amount < 1000000",
        "[1,\"2000-01-01\"]",
        "delete from salaries where emp_id in (-5, 20002)");
  }

  private static Sample sessions() {
    return new Sample(
        "SessionCDC",
        List.of(),
        "create table sessions (session_id uuid primary key, note text)",
        List.of("insert into sessions select md5(i::text)::uuid, i from generate_series(1, 20) i"),
        List.of(
            "insert into sessions select md5(i::text)::uuid, i from generate_series(21, 400) i",
            "update sessions set session_id = md5('moved ' || note)::uuid where note::int % 7 = 0",
            """
            do $$ begin for i in 1 .. 300 loop
              update sessions set note = -i where session_id = md5('1')::uuid;
            end loop; end $$""",
            "delete from sessions where note::int % 5 = 0"),
        "insert into sessions values ('ABCDEF01-2345-6789-abcd-ef0123456789', 'refused')",
        "note <> 'refused'",
        "abcdef01-2345-6789-abcd-ef0123456789",
        "delete from sessions where note::int % 3 = 0");
  }

  private static Sample everything() throws IOException {
    List<String> rows = new ArrayList<>();
    Map<String, String> one = new LinkedHashMap<>();
    for (String line : text("values.txt").lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] parts = line.split(" \\| ", -1);
      one.put('"' + parts[0] + '"', parts[1]);
      for (int i = 1; i < parts.length; i++) {
        rows.add(
            "insert into everything (id, \"%s\") values (%d, %s)"
                .formatted(parts[0], rows.size() + 1, parts[i]));
      }
    }
    one.put("\"a_text\"", "'refused'");
    return new Sample(
        "EverythingCDC",
        List.of(
            "create type mood as enum ('happy', 'so so')",
            "create type status as enum ('OPEN', 'CLOSED')"),
        Contract.named("EverythingCDC")
            .orElseThrow()
            .sql()
            .of("create table ${table} (${definition})"),
        rows.subList(0, rows.size() / 2),
        Stream.concat(
                rows.subList(rows.size() / 2, rows.size()).stream(),
                Stream.of("update everything set an_int4 = coalesce(an_int4, 0) where id % 3 = 0"))
            .toList(),
        "insert into everything (id, %s) values (100000, %s)"
            .formatted(String.join(", ", one.keySet()), String.join(", ", one.values())),
        "a_text <> 'refused'",
        "100000",
        "update everything set a_float8 = '0' where a_float8::text = '-0'");
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("otherKeys")
  void other_keys_are_too(Sample sample) throws Exception {
    is_carried_proven_healed_and_replayed_as_employees_are(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_carried_proven_healed_and_replayed_as_employees_are(Sample sample) throws Exception {
    begin(sample);
    requireEqual("the backfill of what was there before");
    each(sample.live());
    requireEqual("the triggers");

    producer.kill();
    consumer.kill();
    source("truncate " + sample.table());
    each(sample.before());
    producer.start();
    consumer.start();
    requireEqual("a restart");
    each(sample.live());
    requireEqual("the same again");

    if (sample.contract().equals("EverythingCDC")) {
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

  private void begin(Sample sample) throws Exception {
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
    producer.start();
    consumer.start();
  }

  private void both(String statement) throws Exception {
    pipeline.source(statement);
    pipeline.target(statement);
  }

  private void source(String statement) throws Exception {
    pipeline.source(statement);
  }

  private void each(List<String> statements) throws Exception {
    for (String statement : statements) {
      source(statement);
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

  private static String text(String file) throws IOException {
    try (InputStream stream =
        Contract.class.getResourceAsStream("/released/EverythingCDC/" + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
