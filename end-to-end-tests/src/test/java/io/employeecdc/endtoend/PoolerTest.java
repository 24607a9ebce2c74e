package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind PgBouncer, where it is installed: with a session for each client, and with none. */
@Tag("servers")
@Tag("nightly")
class PoolerTest {
  @TempDir Path folder;

  @BeforeAll
  static void look() {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "pgbouncer"))),
        "pgbouncer is not on the PATH");
  }

  @Test
  void with_a_session_for_each_client_all_works() throws Exception {
    try (TestPipeline pipeline = TestPipeline.bare("pooled_sessions");
        Pooler pooler = Pooler.start(folder, pipeline, "session")) {
      CommandRun setup = pipeline.cdc(pooler.settings(), "setup");
      assertThat(setup.exitCode()).as(setup.err()).isZero();
      List<JavaService> services =
          List.of(pipeline.producer(pooler.settings()), pipeline.consumer(pooler.settings()));
      services.parallelStream().forEach(Server::start);

      pipeline.play(2000, 10).join();

      pipeline.awaitEqual();
      assertThat(pipeline.cdc(pooler.settings(), "verify").exitCode()).isZero();
      assertThat(services).allMatch(Server::alive);
    }
  }

  @Test
  void with_another_session_for_each_transaction_services_and_commands_end_and_say_why()
      throws Exception {
    try (TestPipeline pipeline = TestPipeline.create("pooled_transactions");
        Pooler pooler = Pooler.start(folder, pipeline, "transaction")) {
      List<JavaService> services =
          List.of(pipeline.producer(pooler.settings()), pipeline.consumer(pooler.settings()));
      for (JavaService service : services) {
        assertThat(PipelineUnderTest.exitCodeOf(service)).as(service.printed()).isEqualTo(3);
        assertThat(service.printed()).contains("set its pool_mode to session");
      }
      for (String command : List.of("setup", "verify", "backfill")) {
        CommandRun run = pipeline.cdc(pooler.settings(), command);
        assertThat(run.exitCode()).as(command + run.out() + run.err()).isEqualTo(3);
        assertThat(run.err()).contains("set its pool_mode to session");
      }
    }
  }

  /** PgBouncer before both databases. */
  private record Pooler(Process process, Map<String, String> settings) implements AutoCloseable {
    static Pooler start(Path folder, TestPipeline pipeline, String mode) throws IOException {
      int port;
      try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      List<String> lines = new ArrayList<>(List.of("[databases]"));
      Map<String, String> settings = new TreeMap<>();
      for (String side : List.of("SOURCE", "TARGET")) {
        Postgres server =
            (Postgres) (side.equals("SOURCE") ? pipeline.sourceServer() : pipeline.targetServer());
        String url = pipeline.environment().get("CDC_" + side + "_URL");
        String name = url.replaceFirst(".*/", "");
        lines.add(
            "%s = host=127.0.0.1 port=%s dbname=%1$s user=%s password=%s"
                .formatted(
                    name,
                    url.replaceFirst(".*:(\\d+)/.*", "$1"),
                    server.user(),
                    server.password()));
        settings.put(
            "CDC_" + side + "_URL", "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name));
      }
      lines.addAll(
          List.of(
              "[pgbouncer]",
              "listen_addr = 127.0.0.1",
              "listen_port = " + port,
              "auth_type = any",
              "unix_socket_dir =",
              "server_round_robin = 1",
              "min_pool_size = 4",
              "ignore_startup_parameters = extra_float_digits",
              "pool_mode = " + mode));
      Path file = Files.write(folder.resolve(mode + ".ini"), lines);
      List<String> command = new ArrayList<>(List.of("pgbouncer", file.toString()));
      if ("root".equals(System.getProperty("user.name"))) {
        command.addAll(List.of("-u", "nobody"));
      }
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(mode + ".log").toFile())
              .start();
      await("pgbouncer answers")
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                  return socket.isConnected();
                } catch (IOException e) {
                  assertThat(process.isAlive())
                      .as(Files.readString(folder.resolve(mode + ".log")))
                      .isTrue();
                  return false;
                }
              });
      return new Pooler(process, settings);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
