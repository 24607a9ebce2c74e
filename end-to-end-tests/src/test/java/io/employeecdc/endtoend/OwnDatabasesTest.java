package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/your-own-databases.md promises of its example, with the roles that it says to make. */
@Tag("servers")
class OwnDatabasesTest {
  private static final Path PAGE = Path.of("../docs/your-own-databases.md");
  private static final Pattern ROLES =
      Pattern.compile("(?s)```sql\\n-- (source|target): .*?\\n(.*?)```");

  private static final String SOURCE =
      """
      create schema hr;
      set search_path = hr;
      create table offices (office text primary key);
      insert into offices values ('north'), ('south');
      create table employees (
        emp_id int primary key,
        office text references offices on update cascade,
        first_name varchar(100), last_name varchar(100), dob date, city varchar(100),
        salary int check (salary >= 0), email varchar(200),
        changed_at timestamptz);
      create table badges (emp_id int references employees on delete cascade, badge int);
      create function touch() returns trigger language plpgsql as
        $$ begin new.changed_at := now(); new.city := initcap(new.city); return new; end $$;
      create trigger touch before insert or update on employees for each row execute function touch();
      create view cheap as select emp_id, city, salary from employees where salary < 100;
      insert into employees (emp_id, office, city, salary) select n, 'north', 'lyon', n from generate_series(1, 200) n;
      """;

  private static final String TARGET =
      """
      create schema people;
      set search_path = people;
      create table cities (city varchar(100) primary key);
      insert into cities values ('Lyon'), ('Rome');
      create table employees (
        imported boolean not null default true,
        city varchar(100) references cities,
        salary int, dob date, last_name varchar(100), first_name varchar(100), email varchar(200),
        emp_id int primary key,
        note text);
      create view paid as select emp_id, salary from employees;
      """;

  private static final String CHANGES =
      """
      set search_path = hr;
      update cheap set city = 'rome' where emp_id < 10;
      update offices set office = 'far north' where office = 'north';
      insert into badges values (1, 1), (2, 2);
      delete from employees where emp_id = 1;
      """;

  @Test
  void two_databases_with_things_of_their_own_become_equal_by_the_page() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("own_databases")) {
      pipeline.source(SOURCE);
      pipeline.target(TARGET);
      List<MatchResult> roles = ROLES.matcher(Files.readString(PAGE)).results().toList();
      assertThat(roles)
          .extracting(block -> block.group(1))
          .containsExactly("source", "target", "source", "target");
      run(pipeline, roles.subList(0, 2));
      Map<String, String> owner = new HashMap<>();
      owner.put(
          "CDC_SOURCE_URL", pipeline.environment().get("CDC_SOURCE_URL") + "?currentSchema=hr");
      owner.put(
          "CDC_TARGET_URL", pipeline.environment().get("CDC_TARGET_URL") + "?currentSchema=people");
      owner.put("CDC_CREATE_TABLES", "false");
      owner.put("CDC_PRODUCER_ROLE", "own_producer");
      owner.put("CDC_CONSUMER_ROLE", "own_consumer");
      owner.put("CDC_VERIFY_ROLE", "own_verify");

      assertThat(run(pipeline, owner, "setup", "--dry-run").out())
          .contains("200 rows that are there are to be sent");
      run(pipeline, owner, "setup");
      Service producer = pipeline.producer(as("producer", owner));
      Service consumer = pipeline.consumer(as("consumer", owner));
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.source(CHANGES);
      pipeline.source("set search_path = hr; update employees set city = 'oslo' where emp_id = 7");

      await("the parent's row is waited for")
          .atMost(PipelineUnderTest.LIMIT)
          .until(
              () -> pipeline.askTarget("select count(*) from people.parked_changes").equals("1"));
      pipeline.target("insert into people.cities values ('Oslo')");
      assertThat(run(pipeline, as("verify", owner), "verify", "--settle", "60s").out())
          .contains("equal", "199 rows");

      assertThat(
              pipeline.askTarget(
                  "select imported || ' ' || city from people.employees where emp_id = 7"))
          .isEqualTo("true Oslo");
      run(pipeline, owner, "teardown", "--yes");
      run(pipeline, roles.subList(2, 4));
    }
  }

  /** The page's statements, but for the names, which are this test's own. */
  private static void run(PipelineUnderTest pipeline, List<MatchResult> blocks) throws Exception {
    for (MatchResult block : blocks) {
      boolean source = block.group(1).equals("source");
      String database = source ? "source_own_databases" : "target_own_databases";
      for (String statement :
          block
              .group(2)
              .replaceAll("database (personnel|reporting)", "database " + database)
              .replaceAll("(hr|people)_owner", "cdc")
              .replace("cdc_", "own_")
              .split(";", -1)) {
        if (statement.contains("role") || statement.contains("connect")) {
          pipeline.asSuperuser(
              source ? pipeline.sourceServer() : pipeline.targetServer(), statement);
        } else if (!statement.isBlank() && source) {
          pipeline.source(statement);
        } else if (!statement.isBlank()) {
          pipeline.target(statement);
        }
      }
    }
  }

  private static Map<String, String> as(String role, Map<String, String> settings) {
    Map<String, String> own = new HashMap<>(settings);
    for (String side : List.of("SOURCE", "TARGET")) {
      own.put("CDC_" + side + "_USER", "own_" + role);
      own.put("CDC_" + side + "_PASSWORD", role.equals("verify") ? "choose-another" : "choose-one");
    }
    return own;
  }

  private static CommandRun run(
      PipelineUnderTest pipeline, Map<String, String> settings, String... command)
      throws Exception {
    CommandRun run = pipeline.cdc(settings, command);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }
}
