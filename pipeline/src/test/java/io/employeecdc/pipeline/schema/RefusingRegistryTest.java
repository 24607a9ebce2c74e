package io.employeecdc.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.employeecdc.pipeline.verify.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of Confluent's own registry that the local stack's does not give. */
class RefusingRegistryTest {
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void one_that_lets_nobody_in_is_exit_code_4() {
    answer(Map.of(), 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    CommandRun run = register();
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err().strip()).hasLineCount(1).contains("answered 401");
  }

  @Test
  void one_that_is_read_only_is_exit_code_4_and_gets_nothing_written() {
    answer(
        Map.of(
            "/config", "{\"compatibilityLevel\":\"BACKWARD\"}", "/mode", "{\"mode\":\"READONLY\"}"),
        404,
        "{\"error_code\":40401,\"message\":\"not found\"}");
    for (String dryRun : new String[] {"--dry-run=true", "--dry-run=false"}) {
      CommandRun run = register(dryRun);
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out()).contains("BACKWARD (the registry's default) -> FULL_TRANSITIVE");
      assertThat(run.err().strip()).hasLineCount(1).contains("is in mode READONLY");
    }
    assertThat(writes).isEmpty();
  }

  private CommandRun register(String... arguments) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    String[] all = new String[arguments.length + 1];
    all[0] = "register";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.of(new SchemaCommand(), Map.of("CDC_SCHEMA_REGISTRY_URL", url), all);
  }

  /** The bodies of some paths, and one answer to everything else. */
  private void answer(Map<String, String> bodies, int status, String otherwise) {
    server.createContext(
        "/",
        exchange -> {
          if (!exchange.getRequestMethod().equals("GET")) {
            writes.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          }
          String body = bodies.get(exchange.getRequestURI().getPath());
          byte[] bytes = (body == null ? otherwise : body).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(body == null ? status : 200, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
  }
}
