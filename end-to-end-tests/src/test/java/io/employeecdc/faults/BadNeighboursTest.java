package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.endtoend.Channel;
import io.employeecdc.endtoend.TopicContent;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.ProducerCommand;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.PipelineNames;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random sources and targets that somebody else has made: each works and ends equal, but for what
 * is a dead letter, or is refused with a line. None is at work and unequal.
 *
 * <p>{@code -Dfaults.seed=N} plays the same ones again, {@code -Dneighbours=N} so many.
 */
@Tag("servers")
@Tag("faults")
class BadNeighboursTest {
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);
  private static final int COUNT = Integer.getInteger("neighbours", 200);

  /** What is bad is given up after one to two times that; no transaction here takes as long. */
  private static final String PARK_FOR = "10s";

  /** Longer than that, and than between two looks at the expectations. */
  private static final Duration LIMIT = Duration.ofSeconds(75);

  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  /** As texts: the blanks at the end of a char(n) are none of its value. */
  private static final String ROWS =
      "select emp_id::text, row(first_name::text, last_name::text, dob, city::text, salary)::text"
          + " from employees";

  private final LocalStack stack = TestStack.shared();
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @BeforeAll
  static void createRole() throws SQLException {
    for (Postgres server : List.of(TestStack.shared().source(), TestStack.shared().target())) {
      superuser(server, "postgres", "create role neighbour; grant neighbour to cdc");
    }
  }

  @AfterAll
  static void dropRole() throws SQLException {
    for (Postgres server : List.of(TestStack.shared().source(), TestStack.shared().target())) {
      superuser(server, "postgres", "drop role neighbour");
    }
  }

  @Test
  void no_neighbour_is_green_and_unequal() throws Exception {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      long seed = SEED + i;
      SplittableRandom random = new SplittableRandom(seed);
      BadNeighbour neighbour = BadNeighbour.of(random);
      try {
        outcomes.merge(play(seed, neighbour, random), 1, Integer::sum);
      } catch (AssertionError | ConditionTimeoutException | SQLException e) {
        failures.add("-Dfaults.seed=%d %s%n  %s".formatted(seed, neighbour, e.getMessage()));
      }
    }
    System.out.printf("seed %d: %d neighbours: %s%n", SEED, COUNT, outcomes);
    assertThat(failures).isEmpty();
  }

  private String play(long seed, BadNeighbour neighbour, SplittableRandom random) throws Exception {
    PipelineNames names = PipelineNames.of(Contract.standard(), "neighbour_" + seed);
    create(stack.source(), names.source(), neighbour.encoding(), neighbour.source());
    create(stack.target(), names.target(), "UTF8", neighbour.target());
    Map<String, String> environment = new TreeMap<>(stack.environment());
    environment.putAll(new LocalPipeline(stack, names).environment());
    environment.put("CDC_PRODUCER_ID", names.source());
    environment.put("CDC_PARK_FOR", PARK_FOR);
    Game game = new Game(names, environment);
    try {
      work(game, neighbour, random);
      CommandRun setup = game.run("setup", "--partitions", "1");
      if (setup.exitCode() != 0) {
        assertThat(setup.exitCode()).as(setup.err()).isIn(3, 4);
        assertThat(setup.err()).contains("[CDC-").doesNotContain("\tat ");
        return "refused by set-up";
      }
      return serve(game, neighbour, random);
    } finally {
      drop(names);
    }
  }

  private String serve(Game game, BadNeighbour neighbour, SplittableRandom random)
      throws Exception {
    try (Service producer = new Service(new ProducerCommand(), game.environment());
        Service consumer = new Service(new ConsumerCommand(), game.environment())) {
      List<Service> services = List.of(producer, consumer);
      work(game, neighbour, random);
      String outcome = awaitOutcome(game, services);
      if (neighbour.later().isEmpty() || !outcome.equals("equal")) {
        return outcome;
      }
      Postgres side = neighbour.laterInSource() ? stack.source() : stack.target();
      String database = neighbour.laterInSource() ? game.names().source() : game.names().target();
      if (!owner(side, database, neighbour.later())) {
        return outcome;
      }
      work(game, neighbour, random);
      return "later " + awaitOutcome(game, services);
    }
  }

  private String awaitOutcome(Game game, List<Service> services) throws Exception {
    try {
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> services.stream().anyMatch(Service::ended) || unexplained(game).isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("green and unequal: " + game.run("verify").out(), e);
    }
    for (Service service : services) {
      if (service.ended()) {
        assertThat(service.exitCode()).as(service.said()).isIn(3, 4, 7);
        assertThat(service.said()).contains("[CDC-").doesNotContain("\tat ");
        return "ended";
      }
    }
    return deadLetters(game).isEmpty() ? "equal" : "equal but for dead letters";
  }

  /** Employees that differ, and of whom no dead letter tells. */
  private Set<String> unexplained(Game game) throws Exception {
    Map<String, String> source = rows(stack.source(), game.names().source());
    Map<String, String> target = rows(stack.target(), game.names().target());
    Set<String> keys = new TreeSet<>(source.keySet());
    keys.addAll(target.keySet());
    keys.removeIf(key -> Objects.equals(source.get(key), target.get(key)));
    if (!keys.isEmpty()) {
      keys.removeAll(deadLetters(game));
    }
    return keys;
  }

  private Set<String> deadLetters(Game game) {
    return TopicContent.deadLetters(game.channel(stack)).stream()
        .map(letter -> new String(letter.key(), StandardCharsets.UTF_8))
        .collect(Collectors.toSet());
  }

  private void work(Game game, BadNeighbour neighbour, SplittableRandom random)
      throws SQLException {
    try (Connection connection = stack.source().connectAsOwner(game.names().source());
        Statement statement = connection.createStatement()) {
      if (!neighbour.asOwner()) {
        statement.execute("set role neighbour");
      }
      for (String sql : BadNeighbour.work(random)) {
        tried(statement, sql);
      }
    }
  }

  /** What the table's own rules refuse is no change. */
  private static boolean tried(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static void create(Postgres server, String name, String encoding, List<String> faults)
      throws SQLException {
    superuser(
        server,
        "postgres",
        "create database %s owner cdc template template0 encoding '%s' locale 'C'"
            .formatted(name, encoding));
    assertThat(owner(server, name, BadNeighbour.TABLE)).isTrue();
    for (String fault : faults) {
      // Two that exclude each other are one.
      boolean unused = owner(server, name, fault.replace("%s", name));
    }
    boolean unused =
        owner(
            server,
            name,
            "grant all on employees to neighbour; grant usage on schema public to neighbour");
  }

  private static boolean owner(Postgres server, String database, String sql) throws SQLException {
    try (Connection connection = server.connectAsOwner(database);
        Statement statement = connection.createStatement()) {
      return tried(statement, sql);
    }
  }

  private static void superuser(Postgres server, String database, String sql) throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<String, String> rows(Postgres server, String database) throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ROWS)) {
      while (row.next()) {
        rows.put(row.getString(1), row.getString(2));
      }
    }
    return rows;
  }

  private void drop(PipelineNames names) throws Exception {
    superuser(stack.source(), "postgres", "drop database " + names.source() + " with (force)");
    superuser(stack.target(), "postgres", "drop database " + names.target() + " with (force)");
    try (Admin admin = Admin.create(LocalPipeline.standard(stack).kafka().client("test"))) {
      Set<String> there = admin.listTopics().names().get();
      admin
          .deleteTopics(
              List.of(names.topic(), names.deadLetters(), names.positions()).stream()
                  .filter(there::contains)
                  .toList())
          .all()
          .get();
    }
  }

  /** A pipeline's names and settings. */
  private record Game(PipelineNames names, Map<String, String> environment) {
    CommandRun run(String... command) {
      return CommandRun.of(new Cdc(), environment, command);
    }

    Channel channel(LocalStack stack) {
      return new Channel(
          LocalPipeline.standard(stack).kafka(), stack.registryUrl().toString(), names);
    }
  }

  /** A service in this process. */
  private static final class Service implements AutoCloseable {
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private final Thread thread;

    Service(Object command, Map<String, String> environment) {
      thread =
          new Thread(
              () -> {
                System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
                end.complete(Commands.execute(command, environment));
              });
      thread.start();
      await().until(() -> System.err != before);
    }

    boolean ended() {
      return end.isDone();
    }

    int exitCode() {
      return end.join();
    }

    String said() {
      return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      thread.interrupt();
      await().atMost(END_LIMIT).until(end::isDone);
      System.setErr(before);
    }
  }
}
