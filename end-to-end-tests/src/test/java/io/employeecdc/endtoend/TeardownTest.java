package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.secure.DatabaseInventory;
import io.employeecdc.workbench.run.PipelineNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The plan of set-up, which changes nothing, and the way back from it. */
@AnyPlace
class TeardownTest {
  private static final String TABLE =
      SampleEmployee.TABLE
          + ";"
          + " insert into employees (emp_id, city) select g, 'Lyon' from generate_series(1, 7) g";

  private static final String ROWS =
      "select md5(string_agg(e::text, ',' order by emp_id)) from employees e";

  private static final String TRIGGERS = "select count(*) from pg_trigger where not tgisinternal";

  @Test
  void a_dry_run_shows_all_of_the_plan_and_changes_nothing() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("dry_run");
        Roles roles = new Roles(pipeline, "dry")) {
      pipeline.source(TABLE);
      Map<String, Object> before = state(pipeline, roles);

      CommandRun plan = pipeline.cdc(roles.options(), "setup", "--dry-run", "--show-sql");

      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out())
          .contains("source    found database", "table employees of cdc")
          .contains("migration V2__capture.sql", "migration R__capture.sql")
          .contains("create table if not exists emp_cdc", "\"public\".cdc_written_before(")
          .doesNotContain("${")
          .contains("locks employees against writers")
          .contains("7 rows that are there are to be sent")
          .contains("grant select on table employees to \"" + roles.verify + "\"")
          .contains("target    found database", "no table employees, which is to be made")
          .contains(pipeline.channel().names().topic() + " to be created", "cleanup.policy=compact")
          .contains("to be registered version 1")
          .contains("nothing was changed");
      assertThat(state(pipeline, roles)).isEqualTo(before);
      assertThat(pipeline.cdc(roles.options(), "setup", "--dry-run", "--show-sql").out())
          .as("the registry has nothing new either")
          .isEqualTo(plan.out());

      assertThat(pipeline.cdc(roles.options(), "setup").exitCode()).isZero();
      assertThat(pipeline.cdc(roles.options(), "setup", "--dry-run").out())
          .contains("0 rows that are there", " is there,", "nothing new")
          .doesNotContain("migration", "locks", "to be created", "to be registered");
    }
  }

  @Test
  void a_dry_run_refuses_what_set_up_refuses_in_the_same_words() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("dry_refused")) {
      pipeline.source(TABLE + "; alter table employees drop column city, drop column dob");
      String[] nobody = {"--verify-role", "nobody_there"};

      CommandRun plan = pipeline.cdc("setup", "--dry-run", nobody[0], nobody[1]);

      assertThat(plan.exitCode()).isEqualTo(3);
      assertThat(plan.err().lines())
          .as("each finding on a line of its own")
          .anyMatch(line -> line.matches("  the source: .* no column city; run: .*"))
          .anyMatch(line -> line.matches("  .* no column dob; run: .*"))
          .anyMatch(line -> line.matches("  the source database.*create role nobody_there .*"));
      CommandRun setup = pipeline.cdc("setup", nobody[0], nobody[1]);
      assertThat(setup.exitCode()).isEqualTo(3);
      assertThat(setup.err()).isEqualTo(plan.err());
    }
  }

  @Test
  void after_teardown_all_is_as_before_setup_and_setup_works_again() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("teardown");
        Roles roles = new Roles(pipeline, "torn")) {
      pipeline.source(TABLE);
      pipeline.target(TABLE);
      Map<String, Object> before = state(pipeline, roles);
      assertThat(pipeline.cdc(roles.options(), "setup").exitCode()).isZero();
      assertThat(state(pipeline, roles)).isNotEqualTo(before);

      CommandRun teardown = pipeline.cdc(roles.options(), "teardown", "--yes", "--with-topics");

      assertThat(teardown.exitCode()).as(teardown.err()).isZero();
      assertThat(teardown.out())
          .contains(
              "source    drop trigger cdc_insert on employees", "source    drop table emp_cdc")
          .contains("target    drop table processed_events")
          .contains("delete " + pipeline.channel().names().positions());
      assertThat(state(pipeline, roles)).isEqualTo(before);
      assertThat(pipeline.cdc("teardown", "--yes").out()).contains("there is nothing to remove");

      assertThat(pipeline.cdc(roles.options(), "setup").exitCode()).isZero();
      pipeline.producer(Map.of()).start();
      pipeline.consumer(Map.of()).start();
      pipeline.awaitEqual();
    }
  }

  /** In the old ones are ids that come again. */
  @Tag("nightly")
  @Test
  void a_teardown_that_leaves_the_topics_can_be_followed_by_a_set_up_with_new_ones()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("teardown_topics")) {
      List<Service> services = List.of(pipeline.producer(Map.of()), pipeline.consumer(Map.of()));
      services.forEach(Service::start);
      pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
      pipeline.awaitEqual();
      services.forEach(Service::stop);
      assertThat(pipeline.cdc("teardown", "--yes").exitCode()).isZero();

      PipelineNames names = pipeline.channel().names();
      Map<String, String> others =
          Map.of(
              "CDC_TOPIC", names.topic() + "_2",
              "CDC_DLQ_TOPIC", names.deadLetters() + "_2",
              "CDC_POSITION_TOPIC", names.positions() + "_2");
      CommandRun setup = pipeline.cdc(others, "setup");
      assertThat(setup.exitCode()).as(setup.err()).isZero();
      pipeline.producer(others).start();
      pipeline.consumer(others).start();
      pipeline.source("update employees set city = 'Lyon'");
      pipeline.awaitTablesEqual();
    }
  }

  @Test
  void a_table_of_somebody_elses_with_our_name_is_not_removed() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("teardown_theirs")) {
      pipeline.source(TABLE + "; create table emp_cdc (theirs int)");
      assertThat(pipeline.cdc("setup").exitCode()).isEqualTo(3);

      assertThat(pipeline.cdc("teardown", "--yes").exitCode()).isZero();

      assertThat(pipeline.askSource("select count(*) from emp_cdc")).isEqualTo("0");
    }
  }

  @Test
  void what_somebody_has_built_on_ours_is_in_the_way_and_nothing_is_removed() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("teardown_view")) {
      pipeline.source("create view report as select count(*) from emp_cdc");

      CommandRun refused = pipeline.cdc("teardown", "--yes");

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("view report depends on table emp_cdc");
      assertThat(pipeline.askSource(TRIGGERS)).isEqualTo("5");
      assertThat(pipeline.askTarget("select to_regclass('processed_events')")).isNotNull();
    }
  }

  @Test
  void without_a_terminal_teardown_has_to_be_told_yes() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("teardown_ask")) {
      CommandRun refused = pipeline.cdc("teardown");

      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("--yes");
      assertThat(pipeline.askSource(TRIGGERS)).isEqualTo("5");
    }
  }

  /** All that set-up may change. */
  private static SortedMap<String, Object> state(PipelineUnderTest pipeline, Roles roles)
      throws Exception {
    SortedMap<String, Object> state = new TreeMap<>();
    try (Connection source = pipeline.connectSource();
        Connection target = pipeline.connectTarget();
        Admin admin = Admin.create(pipeline.channel().kafka().client("test"))) {
      for (String role : Set.of("cdc", roles.verify)) {
        state.put("source " + role, DatabaseInventory.of(source, role));
        state.put("target " + role, DatabaseInventory.of(target, role));
      }
      state.put("target " + roles.consumer, DatabaseInventory.of(target, roles.consumer));
      PipelineNames names = pipeline.channel().names();
      Set<String> topics = admin.listTopics().names().get();
      topics.retainAll(Set.of(names.topic(), names.deadLetters(), names.positions()));
      state.put("topics", topics);
    }
    state.put("triggers", pipeline.askSource(TRIGGERS) + pipeline.askTarget(TRIGGERS));
    state.put("rows", pipeline.askSource(ROWS));
    return state;
  }

  /** Of the services, at both servers. */
  private static final class Roles implements AutoCloseable {
    private final PipelineUnderTest pipeline;
    private final String consumer;
    private final String verify;

    Roles(PipelineUnderTest pipeline, String name) throws SQLException {
      this.pipeline = pipeline;
      this.consumer = name + "_consumer";
      this.verify = name + "_verify";
      onBoth("create role " + consumer, "create role " + verify);
    }

    Map<String, String> options() {
      return Map.of("CDC_CONSUMER_ROLE", consumer, "CDC_VERIFY_ROLE", verify);
    }

    private void onBoth(String... statements) throws SQLException {
      for (Service server : Set.of(pipeline.sourceServer(), pipeline.targetServer())) {
        for (String statement : statements) {
          pipeline.asSuperuser(server, statement);
        }
      }
    }

    @Override
    public void close() throws SQLException {
      String both = consumer + ", " + verify;
      for (String database : new String[] {"source", "target"}) {
        try (Connection owner =
                database.equals("source") ? pipeline.connectSource() : pipeline.connectTarget();
            Statement statement = owner.createStatement()) {
          statement.execute("revoke all on all tables in schema public from " + both);
          statement.execute("revoke all on all sequences in schema public from " + both);
          statement.execute("revoke all on schema public from " + both);
        }
      }
      onBoth("drop role " + consumer, "drop role " + verify);
    }
  }
}
