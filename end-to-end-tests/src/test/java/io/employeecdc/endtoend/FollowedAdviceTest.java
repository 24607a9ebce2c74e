package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.StackException;
import io.employeecdc.operations.verify.CommandRun;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An administrator alters the source while nobody looks. What the producer says at its next start
 * is done to the letter, as often as it says something; then both are equal.
 */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FollowedAdviceTest {
  private static final String OTHER = "other_owner";
  private static final int MOST_STARTS = 3;
  private static final Pattern STEP =
      Pattern.compile("(?i)alter table [^;\\[\\n…]+|'cdc setup'|'cdc verify --repair'");

  private TestPipeline pipeline;
  private JavaService producer;

  @BeforeAll
  void begin() throws Exception {
    pipeline = TestPipeline.create("followed_advice");
    pipeline.asSuperuser(
        pipeline.sourceServer(), "create role %1$s; grant %1$s to cdc".formatted(OTHER));
    producer = pipeline.producer(Map.of());
    pipeline.consumer(Map.of()).start();
    pipeline.source(
        "insert into employees (emp_id, city, salary) select g, 'Town ' || g, g from generate_series(1, 500) g");
  }

  @AfterAll
  void end() throws Exception {
    pipeline.close();
    pipeline.source("drop owned by " + OTHER);
    pipeline.asSuperuser(pipeline.sourceServer(), "drop role " + OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table employees disable trigger cdc_update; "
            + "update employees set city = 'Unseen' where emp_id = 7; "
            + "alter table employees enable always trigger cdc_update"
      })
  void leads_to_an_equal_target(String alteration) throws Exception {
    play(alteration);
  }

  @ParameterizedTest
  @Tag("nightly")
  @ValueSource(
      strings = {
        "alter table employees rename to former; "
            + "update former set city = 'Elsewhere' where emp_id = 7; "
            + "alter table former rename to employees",
        "alter table employees drop constraint employees_pkey",
        "alter table employees disable trigger all; "
            + "update employees set city = 'Hidden' where emp_id = 7; "
            + "alter table employees enable trigger all",
        "drop trigger cdc_delete on employees; " + "delete from employees where emp_id = 9",
        "alter table employees rename to former; "
            + "create table employees (like former including all); "
            + "insert into employees select * from former where emp_id <> 11; "
            + "drop table former",
        "alter table employees alter column salary type int using salary * 2",
        "alter table employees drop column city; "
            + "alter table employees add column city varchar(100)",
        "alter table employees rename column city to town",
        "alter table employees alter column salary type numeric(10,2); "
            + "update employees set salary = 10.4 where emp_id = 7",
        "alter table employees alter column city type text",
        "alter table employees force row level security",
        "alter table employees set unlogged",
        "grant create on schema public to other_owner; "
            + "alter table employees owner to other_owner; "
            + "revoke create on schema public from other_owner"
      })
  void leads_to_an_equal_target_from_wherever_it_was_given(String alteration) throws Exception {
    play(alteration);
  }

  private void play(String alteration) throws Exception {
    producer.start();
    pipeline.awaitTablesEqual();
    producer.stop();

    pipeline.source(alteration);

    boolean repair = false;
    int starts = 0;
    while (!stays()) {
      assertThat(++starts).as(producer.printed()).isLessThanOrEqualTo(MOST_STARTS);
      repair |= follow(producer.printed());
    }
    assertThat(starts).as("refusals").isPositive();
    if (repair) {
      done("verify", "--repair", "--yes", "--settle", "1m", "--max-deletes", "10%");
    }
    pipeline.source("update employees set salary = salary + 1 where emp_id < 10");
    pipeline.awaitTablesEqual();
    producer.stop();
  }

  private boolean stays() {
    try {
      producer.start();
      return true;
    } catch (StackException e) {
      assertThat(producer.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(3);
      return false;
    }
  }

  /** Whether it ends with a repair, which needs a producer that stays. */
  private boolean follow(String printed) throws Exception {
    String line =
        printed.lines().filter(one -> one.contains("CDC-301")).reduce((a, b) -> b).orElseThrow();
    Matcher step = STEP.matcher(line);
    boolean repair = false;
    int steps = 0;
    for (; step.find(); steps++) {
      switch (step.group()) {
        case "'cdc setup'" -> done("setup");
        case "'cdc verify --repair'" -> repair = true;
        default -> pipeline.source(step.group());
      }
    }
    assertThat(steps).as(printed).isPositive();
    return repair;
  }

  private void done(String... command) throws Exception {
    CommandRun run = pipeline.cdc(Map.of(), command);
    assertThat(run.exitCode()).as(run.out() + run.err() + pipeline.logs()).isZero();
  }
}
