package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** One subject of the shared stack's registry, as somebody with a web client changes it. */
public record RegistryByHand(String subject) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  static String url() {
    return TestStack.shared().registryUrl().toString();
  }

  /** Registers something; returns its id. */
  int register(String schema) throws IOException, InterruptedException {
    return register(schema, "AVRO");
  }

  public int register(String schema, String type) throws IOException, InterruptedException {
    String body = JSON.createObjectNode().put("schema", schema).put("schemaType", type).toString();
    return ask("POST", "/subjects/" + subject + "/versions", body).get("id").asInt();
  }

  void delete(int version) throws IOException, InterruptedException {
    ask("DELETE", "/subjects/" + subject + "/versions/" + version, "");
  }

  /** Deletes a version as if it had never been. */
  public void erase(int version) throws IOException, InterruptedException {
    delete(version);
    ask("DELETE", "/subjects/" + subject + "/versions/" + version + "?permanent=true", "");
  }

  void level(String level) throws IOException, InterruptedException {
    ask("PUT", "/config/" + subject, "{\"compatibility\":\"" + level + "\"}");
  }

  /** Everything about the subject, to see whether it changed. */
  String state() throws IOException, InterruptedException {
    StringBuilder state = new StringBuilder();
    JsonNode versions = ask("GET", "/subjects/" + subject + "/versions", "");
    state.append(versions).append(ask("GET", "/config/" + subject, ""));
    for (JsonNode version : versions) {
      state.append(ask("GET", "/subjects/" + subject + "/versions/" + version, ""));
    }
    return state.toString();
  }

  private static JsonNode ask(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(method + " " + path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
