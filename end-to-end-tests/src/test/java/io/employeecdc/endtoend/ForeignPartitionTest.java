package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A part of the table lies on another server, where nobody can capture it and no key holds. What is
 * said of it is done to the letter.
 */
@Tag("servers")
class ForeignPartitionTest {
  private static final Pattern STATEMENT = Pattern.compile("alter table [^;\\[\\n]+");
  private static final String DONE_ELSEWHERE = "no table of this server";

  private static final String TABLE =
      SampleEmployee.TABLE
          + " partition by range (emp_id); create table near partition of employees"
          + " for values from (minvalue) to (1000)";

  /** PostgreSQL has no key over a foreign table, so the key has to go first. */
  private static final String FAR =
      """
      alter table employees drop constraint employees_pkey;
      create table elsewhere (like employees);
      create foreign table far partition of employees for values from (1000) to (2000)
        server other options (table_name 'elsewhere');
      insert into elsewhere (emp_id) values (1001)""";

  private static TestPipeline pipeline;
  private static JavaService producer;
  private static JavaService consumer;

  @BeforeAll
  static void begin() throws Exception {
    pipeline = TestPipeline.bare("foreign_partition");
    pipeline.source(TABLE);
    pipeline.target(TABLE);
    requireDone("setup");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Server::start);
    pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
    pipeline.awaitEqual();
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @Test
  void in_the_source_ends_the_producer_and_set_up_and_the_advice_of_either_helps()
      throws Exception {
    producer.stop();
    nameAnotherServer(
        pipeline.local().stack().source(), pipeline.askSource("select current_database()"));
    pipeline.source(FAR);
    pipeline.source("update employees set salary = 1 where emp_id = 7");

    String said = refusal(producer);
    CommandRun refused = pipeline.cdc("setup");
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains(DONE_ELSEWHERE);
    assertThat(statements(refused.err())).isEqualTo(statements(said));
    for (String statement : statements(said)) {
      pipeline.source(statement);
    }
    assertThat(said).contains("run 'cdc setup', then 'cdc verify --repair'");
    requireDone("setup");
    producer.start();

    requireDone("verify", "--repair", "--yes", "--settle", "1m");
    pipeline.source("update employees set salary = 2");
    pipeline.awaitEqual();
  }

  @Test
  void in_the_target_ends_the_consumer_and_its_advice_helps() throws Exception {
    consumer.stop();
    nameAnotherServer(
        pipeline.local().stack().target(), pipeline.askTarget("select current_database()"));
    pipeline.target(FAR);

    String said = refusal(consumer);
    assertThat(statements(said)).hasSize(2);
    for (String statement : statements(said)) {
      pipeline.target(statement);
    }
    consumer.start();
    assertThat(said).contains("then 'cdc verify --repair'");
    requireDone("verify", "--repair", "--yes", "--settle", "1m");
    pipeline.source("update employees set salary = 3");
    pipeline.awaitEqual();
  }

  /** The very same database, as somebody else's. */
  private static void nameAnotherServer(Postgres server, String database) throws Exception {
    try (Connection superuser = server.connect(database);
        Statement statement = superuser.createStatement()) {
      statement.execute(
          """
          create extension postgres_fdw;
          create server other foreign data wrapper postgres_fdw
            options (host '127.0.0.1', port '%d', dbname '%s');
          create user mapping for cdc server other options (user 'cdc', password '%s');
          grant usage on foreign server other to cdc"""
              .formatted(server.port(), database, server.password()));
    }
  }

  private static String refusal(JavaService service) {
    assertThat(PipelineUnderTest.exitCodeOf(service)).as(service.printed()).isEqualTo(3);
    return service
        .printed()
        .lines()
        .filter(line -> line.contains(DONE_ELSEWHERE) && line.contains("[CDC-301]"))
        .reduce((before, last) -> last)
        .orElseThrow();
  }

  private static List<String> statements(String said) {
    return STATEMENT
        .matcher(said)
        .results()
        .map(found -> found.group().strip())
        .distinct()
        .toList();
  }

  private static void requireDone(String... command) throws Exception {
    CommandRun run = pipeline.cdc(command);
    assertThat(run.exitCode()).as(run.out() + run.err() + pipeline.logs()).isZero();
  }
}
