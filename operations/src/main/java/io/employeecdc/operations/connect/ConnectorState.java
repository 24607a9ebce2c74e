package io.employeecdc.operations.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.runtime.peers.ServiceProbe;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * What Kafka Connect says of a connector.
 *
 * @param connector RUNNING, PAUSED, STOPPED, FAILED, UNASSIGNED or RESTARTING; UNKNOWN where
 *     Connect does not know it, and SILENT where it does not answer
 * @param task the same of its only task; MISSING if it has none
 * @param failure the first cause, in Connect's words; empty if there is none
 */
record ConnectorState(String connector, String task, String failure) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String CAUSE = "Caused by: ";

  /** Asks one of the workers; never fails. */
  static ConnectorState of(String address, String name) {
    try {
      HttpResponse<String> answer =
          ServiceProbe.get(address, "/connectors/" + name + "/status", PATIENCE).join();
      return answer.statusCode() == 200
          ? read(new ObjectMapper().readTree(answer.body()))
          : new ConnectorState("UNKNOWN", "MISSING", "");
    } catch (CompletionException | JsonProcessingException e) {
      return new ConnectorState("SILENT", "MISSING", "");
    }
  }

  private static ConnectorState read(JsonNode status) {
    String trace = status.at("/tasks/0/trace").asText(status.at("/connector/trace").asText());
    return new ConnectorState(
        status.at("/connector/state").asText(),
        status.at("/tasks/0/state").asText("MISSING"),
        trace
            .lines()
            .filter(line -> line.startsWith(CAUSE))
            .reduce(
                trace.lines().findFirst().orElse(""),
                (before, line) -> line.substring(CAUSE.length())));
  }

  /** Why it captures nothing; empty if it runs. */
  Optional<String> problem(String name) {
    if (connector.equals("RUNNING") && task.equals("RUNNING")) {
      return Optional.empty();
    }
    return Optional.of(
        "connector %s is %s, its task %s%s"
            .formatted(name, connector, task, failure.isEmpty() ? "" : ": " + failure));
  }
}
