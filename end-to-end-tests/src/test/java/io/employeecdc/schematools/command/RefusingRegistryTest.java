package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real registry behind a gateway that lets nobody in, or nobody write, as companies have. */
@Tag("servers")
class RefusingRegistryTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
    open(path -> true, new Answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"));
    CommandRun run = register();
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err().strip()).hasLineCount(1).contains("answered 401");
  }

  @Test
  void one_that_is_read_only_is_exit_code_4_and_gets_nothing_written() {
    open(path -> path.endsWith("/mode"), new Answer(200, "{\"mode\":\"READONLY\"}"));
    for (String dryRun : new String[] {"--dry-run=true", "--dry-run=false"}) {
      CommandRun run = register(dryRun, "--topic", "read-only");
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out()).contains("NONE (the registry's default) -> FULL_TRANSITIVE");
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

  private record Answer(int status, String body) {}

  /**
   * Opens the gateway, which answers for some paths itself and for the others asks the registry.
   */
  private void open(Predicate<String> paths, Answer itself) {
    server.createContext(
        "/",
        exchange -> {
          if (!exchange.getRequestMethod().equals("GET")) {
            writes.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          }
          String path = exchange.getRequestURI().toString();
          Answer answer = paths.test(path) ? itself : registry(path);
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer.status(), bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
  }

  private static Answer registry(String path) throws IOException {
    URI uri = URI.create(TestStack.shared().registryUrl() + path);
    try {
      HttpResponse<String> answer =
          HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
