package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.ExposedPort;
import io.employeecdc.localstack.process.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** A PostgreSQL server in a container, which keeps its data when it ends. */
final class ContainerPostgres implements Service {
  /** Who owns its databases; no superuser. */
  static final String USER = "cdc";

  private static final String SUPERUSER = "postgres";

  private static final int PORT = 5432;

  private final String name;
  private final String password = UUID.randomUUID().toString();
  private final GenericContainer<?> container;

  ContainerPostgres(String name, Network network) {
    this.name = name;
    this.container =
        new GenericContainer<>(Images.POSTGRES.image())
            .withNetwork(network)
            .withNetworkAliases(name)
            .withCommand(
                "postgres",
                "-c",
                "log_error_verbosity=terse",
                "-c",
                "log_min_error_statement=panic")
            .withEnv("POSTGRES_DB", name)
            .withEnv("POSTGRES_PASSWORD", password)
            .withExposedPorts(PORT)
            // While a new database is made, a server without TCP says it for the first time.
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*\\s", 2));
  }

  GenericContainer<?> container() {
    return container;
  }

  String password() {
    return password;
  }

  /** How those in its network reach a database. */
  String insideUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(name, PORT, database);
  }

  /** A new connection of the owner from this machine, which the caller closes. */
  Connection connect(String database) throws SQLException {
    return connect(database, USER);
  }

  /** A new connection of the superuser from this machine, which the caller closes. */
  Connection connectAsSuperuser() throws SQLException {
    return connect(name, SUPERUSER);
  }

  private Connection connect(String database, String user) throws SQLException {
    String url = "jdbc:postgresql://%s:%d/%s".formatted(container.getHost(), port(), database);
    return DriverManager.getConnection(url, user, password);
  }

  void createDatabase(String database) throws SQLException {
    try (Connection connection = connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          do $$ begin create role %s login password '%s';
          exception when duplicate_object then null; end $$
          """
              .formatted(USER, password));
      statement.execute(
          "create database %s owner %s"
              .formatted(statement.enquoteIdentifier(database, true), USER));
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** As it is now: a container that is started again has another port on this machine. */
  @Override
  public int port() {
    return Integer.parseInt(
        container
            .getCurrentContainerInfo()
            .getNetworkSettings()
            .getPorts()
            .getBindings()
            .get(ExposedPort.tcp(PORT))[0]
            .getHostPortSpec());
  }

  @Override
  public String printed() {
    return container.getLogs();
  }

  @Override
  public boolean alive() {
    return Boolean.TRUE.equals(container.getCurrentContainerInfo().getState().getRunning());
  }

  /** The same container again, with its data and its name in the network. */
  @Override
  public void start() {
    if (!alive()) {
      container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
    }
    await(name + " answers")
        .ignoreExceptions()
        .until(
            () -> {
              connectAsSuperuser().close();
              return true;
            });
  }

  @Override
  public void stop() {
    container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void kill() {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public int awaitExit(Duration limit) {
    await(name + " ends").atMost(limit).until(() -> !alive());
    return container.getCurrentContainerInfo().getState().getExitCodeLong().intValue();
  }
}
