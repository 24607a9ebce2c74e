package io.employeecdc.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.employeecdc.localstack.process.StackException;
import io.employeecdc.localstack.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connector, by Kafka Connect's REST interface.
 *
 * @param connect any of its workers
 */
public record Connector(URI connect, String name) {
  /** What asking again does not change. */
  private static final Set<Integer> REFUSALS = Set.of(400, 404);

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String CAUSE = "Caused by: ";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What Connect says of it, or of the request; empty where nobody answers. */
  private record Answer(int code, String body) {
    boolean ok() {
      return code / 100 == 2;
    }
  }

  /** Creates it, or changes it; waits while the workers are about to share their tasks. */
  public void put(Map<String, String> configuration) {
    try {
      String body = JSON.writeValueAsString(configuration);
      await(
          "takes its configuration", request("/config").PUT(BodyPublishers.ofString(body)).build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes it; the offsets that it has noted stay. */
  public void delete() {
    await("is deleted", request("").DELETE().build());
  }

  /** Stops it, so that it has no task. */
  public void stop() {
    await("stops", request("/stop").PUT(BodyPublishers.noBody()).build());
  }

  /** Stops it, and forgets how far it has come. */
  public void reset() {
    stop();
    await("forgets its offsets", request("/offsets").DELETE().build());
  }

  /** Lets it go on after {@link #stop()}. */
  public void resume() {
    await("goes on", request("/resume").PUT(BodyPublishers.noBody()).build());
  }

  /**
   * Waits until its task runs.
   *
   * @throws StackException if it does not, or has failed; the message holds what Connect says
   */
  public void awaitRunning() {
    if (!Waiting.until(LIMIT, () -> state().equals("RUNNING") || state().equals("FAILED"))
        || !state().equals("RUNNING")) {
      throw new StackException("the connector %s does not run: %s".formatted(name, failure()));
    }
  }

  /** The state of its task; empty if it has none, or nobody answers. */
  public String state() {
    return status().at("/tasks/0/state").asText();
  }

  /** Why its task has failed, in the words of the first cause; empty if it has not. */
  public String failure() {
    String trace = status().at("/tasks/0/trace").asText();
    return trace
        .lines()
        .filter(line -> line.startsWith(CAUSE))
        .reduce(
            trace.lines().findFirst().orElse(""), (before, line) -> line.substring(CAUSE.length()));
  }

  /** Starts it and its task again, which had failed. */
  public void restart() {
    await(
        "starts again",
        request("/restart?includeTasks=true").POST(BodyPublishers.noBody()).build());
  }

  /** What Connect says of it; missing if it does not know it, or nobody answers. */
  public JsonNode status() {
    return ask("/status");
  }

  /** How far it has come; missing if nobody answers. */
  public JsonNode offsets() {
    return ask("/offsets");
  }

  private JsonNode ask(String path) {
    Answer answer = send(request(path).GET().build());
    try {
      return answer.ok() ? JSON.readTree(answer.body()) : MissingNode.getInstance();
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private void await(String what, HttpRequest request) {
    AtomicReference<Answer> last = new AtomicReference<>();
    if (!Waiting.until(
        LIMIT,
        () -> {
          last.set(send(request));
          return last.get().ok() || REFUSALS.contains(last.get().code());
        })) {
      throw new StackException(
          "Kafka Connect does not say that the connector %s %s: %s"
              .formatted(name, what, last.get()));
    }
    if (!last.get().ok()) {
      throw new StackException(
          "Kafka Connect refuses that the connector %s %s: %s".formatted(name, what, last.get()));
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(connect + "/connectors/" + name + path))
        .header("Content-Type", "application/json")
        .timeout(LIMIT);
  }

  private static Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for Kafka Connect", e);
    }
  }
}
