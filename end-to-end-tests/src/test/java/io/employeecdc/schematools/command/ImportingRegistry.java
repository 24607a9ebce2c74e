package io.employeecdc.schematools.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One subject of a registry that has modes, as Confluent's documentation describes them: it takes
 * an id from outside in mode IMPORT, and only then.
 */
final class ImportingRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_ID = 700_001;

  private final HttpServer server;
  private final List<ObjectNode> versions = new ArrayList<>();
  private String mode = "READWRITE";
  private String level = "NONE";

  ImportingRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized String mode() {
    return mode;
  }

  /** Of its versions, in their order. */
  synchronized List<Integer> ids() {
    return versions.stream().map(version -> version.get("id").asInt()).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
    JsonNode answer = answer(exchange.getRequestMethod() + " " + path, body);
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.has("error_code") ? 422 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized JsonNode answer(String asked, JsonNode body) {
    ObjectNode answer = JSON.createObjectNode();
    if (asked.matches("POST /subjects/.*/versions")) {
      return register(body, answer);
    } else if (asked.matches("GET /subjects/.*/versions")) {
      ArrayNode numbers = JSON.createArrayNode();
      versions.forEach(version -> numbers.add(version.get("version")));
      return numbers;
    } else if (asked.matches("GET /subjects/.*/versions/\\d+")) {
      return versions.get(Integer.parseInt(asked.replaceFirst(".*/", "")) - 1);
    } else if (asked.contains("/mode")) {
      mode = body.path("mode").asText(mode);
      return answer.put("mode", mode);
    }
    level = body.path("compatibility").asText(level);
    return answer.put("compatibility", level).put("compatibilityLevel", level);
  }

  private JsonNode register(JsonNode body, ObjectNode answer) {
    boolean named = body.path("id").asInt(-1) > 0;
    if (named != mode.equals("IMPORT")) {
      return answer.put("error_code", 42205).put("message", "Subject is not in import mode");
    }
    int number = versions.size() + 1;
    int id = named ? body.get("id").asInt() : FIRST_ID + number - 1;
    versions.add(
        JSON.createObjectNode()
            .put("subject", "any")
            .put("version", number)
            .put("id", id)
            .put("schemaType", "AVRO")
            .put("schema", body.get("schema").asText()));
    return answer.put("id", id);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
