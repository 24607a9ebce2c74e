package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.localstack.TestStack;
import io.employeecdc.producer.capture.OnChange;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that is no longer what it was, by what an administrator may do on any day. */
@Tag("servers")
class ChangedSourceTest {
  private static final String FIVE =
      "insert into employees (emp_id) select g from generate_series(1, 5) g";
  private static int pipes;

  /** Finds all such rows, as the runbook says at CDC-711. */
  private static final String RUNBOOKS_SEARCH =
      """
      do $$ declare e record; begin
        for e in select * from employees loop
          begin
            perform convert_from(convert_to(concat(e.first_name, e.last_name, e.city), 'SQL_ASCII'), 'UTF8');
          exception when character_not_in_repertoire then raise notice 'emp_id %', e.emp_id;
          end;
        end loop;
      end $$""";

  /**
   * Each was a change that nobody noticed was lost, or an error of every write; some are done and
   * undone before anybody looks.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table employees disable trigger all; alter table employees enable trigger all | not all five triggers
          drop trigger cdc_delete on employees | not all five triggers
          alter table employees disable trigger cdc_update; alter table employees enable always trigger cdc_update | triggers on employees or their functions were altered
          alter table employees rename to former; alter table former rename to employees | table employees had another name
          alter table employees drop column city; alter table employees add column city varchar(100) | a column of employees was made anew
          alter table employees alter column salary type int using salary * 2 | a column of employees was made anew, or got another type
          alter table employees drop column city; alter table employees add column city varchar(100) generated always as (first_name) virtual | generated always as
          create rule kept_out as on insert to emp_cdc do instead nothing | the rule kept_out on emp_cdc
          create function kept_out() returns trigger language plpgsql as 'begin return null; end'; create trigger kept_out before insert on emp_cdc for each row execute function kept_out() | the trigger kept_out on emp_cdc
          alter table employees rename to former; create table employees (like former including all) | not all five triggers
          alter table employees rename to former | no table employees
          alter table employees rename column city to town | alter table employees rename column town to city
          alter table employees drop column city | alter table employees add column city varchar(100)
          alter table employees alter column salary type numeric(10,2) | alter table employees alter column salary type integer
          alter table employees alter column city type text | alter table employees alter column city type varchar(100)
          alter table employees force row level security | alter table employees no force row level security
          alter table employees set unlogged | alter table employees set logged
          create table younger () inherits (employees) | takes part in inheritance
          alter table employees drop constraint employees_pkey | alter table employees add primary key (emp_id)
          alter table employees drop constraint employees_pkey, add primary key (emp_id) deferrable | drop constraint employees_pkey
          """)
  void what_no_longer_holds_ends_a_running_producer_with_3_and_what_to_do(String sql, String advice)
      throws Exception {
    Pipe pipe = pipe();
    try (Ending producer = new Ending(pipe.produce())) {
      producer.producer().awaitRound();

      pipe.source().execute(sql);
      producer.producer().letPass(Duration.ofSeconds(30));

      assertThat(producer.failure().code()).isEqualTo(ErrorCode.DATABASE_NOT_SET_UP);
      assertThat(producer.failure()).hasMessageContaining(advice);
    }
  }

  /** Its next changes would have ids that are taken, and be duplicates to the target. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "truncate emp_cdc restart identity",
        "delete from emp_cdc; select setval('emp_cdc_action_id_seq', 2)",
        "delete from emp_cdc; alter sequence emp_cdc_action_id_seq restart"
      })
  void a_sequence_that_was_set_back_ends_a_running_producer_with_7(String sql) throws Exception {
    Pipe pipe = pipe();
    pipe.source().execute(FIVE);
    try (Ending producer = new Ending(pipe.produce())) {
      pipe.untilCaughtUp();

      pipe.source().execute(sql, "update employees set city = 'X' where emp_id = 3");

      assertThat(producer.failure().code()).isIn(ErrorCode.SOURCE_BEHIND, ErrorCode.SOURCE_CHANGED);
      assertThat(producer.failure()).hasMessageContaining("emp_cdc_action_id_seq");
      assertThat(pipe.changes()).noneMatch(change -> change.text().contains("|X|"));
    }
  }

  @Test
  void a_sequence_that_was_restarted_while_nobody_looked_is_noticed_whatever_it_has_given_since()
      throws Exception {
    Pipe pipe = pipe();
    publishFive(pipe);
    pipe.source()
        .execute(
            "truncate emp_cdc restart identity",
            "insert into employees (emp_id) select g from generate_series(6, 30) g");

    try (Ending producer = new Ending(pipe.produce())) {
      assertThat(producer.failure().code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
      assertThat(producer.failure())
          .hasMessageContaining("emp_cdc holds changes from action_id 1 on")
          .hasMessageContaining("'A source that went back' in the runbook");
    }
  }

  /** The advice of the CACHE's own message: what was altered, and not set back, may go on. */
  @Test
  void a_sequence_that_was_mended_is_read_on_when_somebody_says_so() throws Exception {
    Pipe pipe = pipe();
    publishFive(pipe);
    pipe.source()
        .execute(
            "alter sequence emp_cdc_action_id_seq cache 5",
            "ALTER SEQUENCE emp_cdc_action_id_seq INCREMENT 1 CACHE 1 NO CYCLE",
            "insert into employees (emp_id) values (6)");

    try (RunningProducer producer = pipe.produce(OnChange.CONTINUE)) {
      assertThat(pipe.untilCaughtUp()).hasSize(6);
      assertThat(producer.end()).isNotDone();
    }
  }

  @Test
  void a_copy_of_the_database_is_not_taken_for_it() throws Exception {
    Pipe pipe = pipe();
    publishFive(pipe);
    String name = pipe.source().settings().url().replaceFirst(".*/", "");
    try (Connection server = TestStack.shared().source().connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("create database copy_of_%s template %1$s owner cdc".formatted(name));
    }
    DatabaseSettings settings = pipe.source().settings();
    SourceDatabase copy =
        new SourceDatabase(
            new DatabaseSettings(
                "source",
                settings.url().replace(name, "copy_of_" + name),
                settings.user(),
                settings.password()));
    copy.execute("update employees set city = 'Staging'");

    Pipe mistaken = new Pipe(copy, pipe.topic(), pipe.schema());
    try (Ending producer = new Ending(mistaken.produce())) {
      assertThat(producer.failure().code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
      assertThat(producer.failure()).hasMessageContaining("another database");
    }
    try (Ending producer = new Ending(mistaken.produce(OnChange.CONTINUE))) {
      assertThat(producer.failure().code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
    }
    assertThat(pipe.changes()).noneMatch(change -> change.text().contains("Staging"));
  }

  @Test
  void a_capture_table_that_was_made_again_is_not_taken_for_the_one_that_was_read()
      throws Exception {
    Pipe pipe = pipe();
    pipe.source().execute(FIVE);
    try (Ending producer = new Ending(pipe.produce())) {
      pipe.untilCaughtUp();

      pipe.source()
          .execute(
              """
              begin;
              alter table emp_cdc rename to emp_cdc_before;
              alter sequence emp_cdc_action_id_seq rename to before_seq;
              create table emp_cdc (like emp_cdc_before including defaults including constraints);
              create sequence emp_cdc_action_id_seq;
              select setval('emp_cdc_action_id_seq', 1000);
              commit
              """);

      assertThat(producer.failure().code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
      assertThat(producer.failure()).hasMessageContaining("another capture table");
    }
  }

  /** As after a dump of a server with higher transaction ids: it stayed unpublished for ever. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changes_of_transactions_that_are_still_to_come_are_refused_and_the_advice_helps(
      boolean whileRunning) throws Exception {
    Pipe pipe = pipe();
    String copied =
        "insert into emp_cdc (txid, cdc_version, action, emp_id) select (txid::text::bigint + 1000000)::text::xid8,"
            + " cdc_version, action, emp_id from emp_cdc where emp_id = 3";
    String later = "insert into employees (emp_id) select g from generate_series(6, 5000) g";
    pipe.source().execute(FIVE);
    if (!whileRunning) {
      pipe.source().execute(later, copied, later.replace("6, 5000", "6000, 9000"));
    }
    String advice;
    try (Ending producer = new Ending(pipe.produce())) {
      if (whileRunning) {
        pipe.untilCaughtUp();
        pipe.source().execute(copied);
        producer.producer().letPass(Duration.ofSeconds(30));
      }
      assertThat(producer.failure().code()).isEqualTo(ErrorCode.SOURCE_BEHIND);
      assertThat(producer.failure()).hasMessageContaining("'cdc verify --repair'");
      advice = producer.failure().getMessage().replaceFirst(".*run: (delete [^,]*),.*", "$1");
    }

    pipe.source().execute(advice);

    try (RunningProducer producer = pipe.produce()) {
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    assertThat(pipe.changes()).filteredOn(change -> change.employeeId() == 3).hasSize(1);
  }

  /**
   * What set-up refuses comes later: the policy is for the application, the owner sees no row. Its
   * second statement was captured as a DELETE of a row that is there, and TRUNCATE as nothing.
   */
  @Test
  void what_a_policy_hides_from_the_owner_is_an_error_and_never_captured_as_gone()
      throws Exception {
    Pipe pipe = pipe();
    String application = pipe.topic().name() + "_application";
    pipe.source().asSuperuser("create role " + application, "grant " + application + " to cdc");
    pipe.source()
        .execute(
            FIVE,
            "grant all on employees to " + application,
            "alter table employees enable row level security",
            "create policy all_rows on employees to " + application + " using (true)",
            "alter table employees force row level security");
    long captured = pipe.source().count("emp_cdc");

    for (String hidden :
        List.of(
            "do $$ begin update employees set city = 'a' where emp_id = 3;"
                + " update employees set city = 'b' where emp_id = 3; end $$",
            "truncate employees")) {
      assertThatThrownBy(() -> pipe.source().execute("set role " + application + "; " + hidden))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("row-level security");
    }

    assertThat(pipe.source().count("emp_cdc")).isEqualTo(captured);
    pipe.source().execute("alter table employees no force row level security");
    assertThat(pipe.source().query("select city from employees")).hasSize(5).containsOnlyNulls();
  }

  /** It stopped at every start with the advice to run 'cdc setup'. */
  @Test
  void bytes_that_are_no_text_are_named_by_their_employee_and_the_advice_helps() throws Exception {
    String name = "ascii_source";
    try (Connection server = TestStack.shared().source().connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute(
          "create database %s owner cdc template template0 encoding 'SQL_ASCII' locale 'C'"
              .formatted(name));
    }
    DatabaseSettings other = pipe().source().settings();
    SourceDatabase source =
        new SourceDatabase(
            new DatabaseSettings(
                "source",
                other.url().replaceFirst("[^/]*$", name),
                other.user(),
                other.password()));
    source.migrate();
    Pipe pipe = Pipe.over(name, source);
    source.execute(
        "insert into employees (emp_id, city) values (1, 'Zürich')",
        "insert into employees (emp_id, city) values (2, convert_from('\\x5aff7269', 'SQL_ASCII'))",
        "insert into employees (emp_id, city) values (3, 'Lyon')");
    String advice;
    try (Ending producer = new Ending(pipe.produce())) {
      assertThat(producer.failure().code()).isEqualTo(ErrorCode.BROKEN_TEXT);
      assertThat(producer.failure()).hasMessageContaining("city of employees is no UTF-8");
      assertThat(producer.failure()).hasMessageContaining("emp_id in (2)");
      advice =
          producer.failure().getMessage().replaceFirst(".*run: (delete .*), and start.*", "$1");
    }

    assertThat(wordsOfTheServer(source, RUNBOOKS_SEARCH)).containsExactly("emp_id 2");
    source.execute("update employees set city = 'Zri' where emp_id = 2", advice);

    try (RunningProducer producer = pipe.produce()) {
      assertThat(pipe.untilCaughtUp()).hasSize(3);
      assertThat(producer.end()).isNotDone();
    }
    assertThat(pipe.changes()).anyMatch(change -> change.text().contains("Zürich"));
    assertThat(pipe.changes()).anyMatch(change -> change.text().contains("Zri"));
  }

  private static List<String> wordsOfTheServer(SourceDatabase source, String sql)
      throws SQLException {
    List<String> words = new ArrayList<>();
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      for (SQLWarning one = statement.getWarnings(); one != null; one = one.getNextWarning()) {
        words.add(one.getMessage());
      }
    }
    return words;
  }

  private static void publishFive(Pipe pipe) throws Exception {
    pipe.source().execute(FIVE);
    try (RunningProducer producer = pipe.produce()) {
      assertThat(pipe.untilCaughtUp()).hasSize(5);
      assertThat(producer.end()).isNotDone();
    }
  }

  private static Pipe pipe() throws Exception {
    return Pipe.create("changed_source_" + pipes++);
  }
}
