package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.ProducerMain;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.PipelineNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two contracts in the same databases, on the same brokers, each with the names that follow from
 * it.
 */
@Tag("servers")
class TwoContractsTest {
  private static final LocalStack STACK = TestStack.shared();
  private static final String DATABASE = "two_contracts";
  private static final String DEPARTMENTS = "DepartmentCDC";
  private static final String ROLE = "two_contracts_producer";

  private final LocalPipeline place =
      new LocalPipeline(STACK, PipelineNames.standard(Contract.standard(), DATABASE, DATABASE));
  private final List<JavaService> employees = new ArrayList<>();
  private final List<JavaService> departments = new ArrayList<>();

  @Test
  void neither_knows_of_the_other_and_one_goes_while_the_other_flows() throws Exception {
    STACK.source().createDatabase(DATABASE);
    STACK.target().createDatabase(DATABASE);
    both(SampleEmployee.TABLE);
    both("create table departments (dept_no char(4) primary key, dept_name varchar(40) not null)");
    try (Connection server = STACK.source().connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("create role " + ROLE);
    }
    requireDone("setup", "--producer-role", ROLE);
    requireDone("setup", "--producer-role", ROLE, "--contract", DEPARTMENTS);
    start(employees, Contract.SHIPPED);
    start(departments, DEPARTMENTS);

    source("insert into employees (emp_id, city) select g, 'Lyon' from generate_series(1, 50) g");
    source("insert into departments select 'd' || g, 'Name ' || g from generate_series(1, 50) g");
    requireEqual("50 rows");
    requireEqual("50 rows", "--contract", DEPARTMENTS);

    operate();
    letter();

    departments.parallelStream().forEach(Server::kill);
    CommandRun gone =
        requireDone(
            "teardown",
            "--yes",
            "--with-topics",
            "--producer-role",
            ROLE,
            "--contract",
            DEPARTMENTS);
    assertThat(gone.out())
        .contains("department_cdc")
        .doesNotContain("usage", "employee", "emp_cdc");
    source("update employees set city = 'Metz'");
    source("delete from employees where emp_id > 40");
    requireEqual("40 rows");
    employees.forEach(service -> assertThat(service.alive()).isTrue());
  }

  /** What an operator asks of one of them; nothing of the answers is about the other. */
  private void operate() throws Exception {
    assertThat(requireDone("schema", "register", "--dry-run", "--contract", DEPARTMENTS).out())
        .contains("department_cdc-value");
    for (String asked :
        List.of("schema can-deploy consumer", "schema can-deploy producer", "offsets")) {
      assertThat(about(0, asked.split(" ")).out()).isNotBlank().doesNotContain("employee");
    }
  }

  /** A dead letter of one of them, on its own topic, replayed through its own group. */
  private void letter() throws Exception {
    target("alter table departments add constraint sane check (dept_no <> 'bad')");
    source("insert into departments values ('bad', 'A letter'), ('good', 'None')");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(about(0, "dlq", "list").out()).contains("bad", "constraint sane"));
    CommandRun status =
        about(0, "status", "--peer", port(departments, 0), "--peer", port(departments, 1));
    assertThat(status.out()).contains("department_cdc", "23514").doesNotContain("employee");
    assertThat(requireDone("dlq", "list").out()).doesNotContain("sane");
    target("alter table departments drop constraint sane");
    assertThat(about(0, "dlq", "replay", "--yes").out()).contains("applied");
    requireEqual("52 rows", "--contract", DEPARTMENTS);
  }

  private CommandRun about(int exitCode, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--contract", DEPARTMENTS));
    CommandRun run = CommandRun.of(new Cdc(), environment(), all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    return run;
  }

  private static String port(List<JavaService> services, int which) {
    return "127.0.0.1:" + services.get(which).port();
  }

  @AfterEach
  void end() {
    employees.parallelStream().forEach(Server::kill);
    departments.parallelStream().forEach(Server::kill);
  }

  private void start(List<JavaService> services, String contract) {
    Map<String, String> settings = environment();
    settings.put("CDC_CONTRACT", contract);
    for (Class<?> main : List.of(ProducerMain.class, ConsumerMain.class)) {
      services.add(
          STACK.service(
              DATABASE + "-" + contract + "-" + main.getSimpleName(),
              List.of("-Xmx256m", main.getName()),
              settings));
    }
    services.parallelStream().forEach(Server::start);
  }

  private void requireEqual(String rows, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("verify", "--settle", "2m"));
    command.addAll(List.of(options));
    assertThat(requireDone(command.toArray(String[]::new)).out()).contains("equal", rows);
  }

  private CommandRun requireDone(String... command) throws Exception {
    CommandRun run = CommandRun.of(new Cdc(), environment(), command);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  /** Where the servers are, and no name of anything. */
  private Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(STACK.environment());
    place
        .environment()
        .forEach(
            (name, value) -> {
              if (name.endsWith("_URL")) {
                all.put(name, value);
              }
            });
    return all;
  }

  private void both(String sql) throws SQLException {
    source(sql);
    target(sql);
  }

  private void target(String sql) throws SQLException {
    try (Connection target = place.connectTarget();
        Statement statement = target.createStatement()) {
      statement.execute(sql);
    }
  }

  private void source(String sql) throws SQLException {
    try (Connection source = place.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute(sql);
    }
  }
}
