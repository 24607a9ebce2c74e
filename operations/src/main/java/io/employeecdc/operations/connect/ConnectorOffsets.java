package io.employeecdc.operations.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.runtime.peers.ServiceProbe;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;

/**
 * How far Connect has noted that a connector has come.
 *
 * @param commit the end of the commit in the log up to which all is published, in bytes; empty if
 *     nothing has been noted
 */
record ConnectorOffsets(OptionalLong commit) {
  /** Connect reads the whole topic of its offsets for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Asks one of the workers; empty if it does not answer, or does not know the connector. */
  static Optional<ConnectorOffsets> of(String address, String name) {
    try {
      HttpResponse<String> answer =
          ServiceProbe.get(address, "/connectors/" + name + "/offsets", PATIENCE).join();
      return answer.statusCode() == 200
          ? Optional.of(read(new ObjectMapper().readTree(answer.body())))
          : Optional.empty();
    } catch (CompletionException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static ConnectorOffsets read(JsonNode answer) {
    return new ConnectorOffsets(
        StreamSupport.stream(answer.path("offsets").spliterator(), false)
            .map(each -> each.at("/offset/lsn_commit"))
            .filter(JsonNode::isIntegralNumber)
            .mapToLong(JsonNode::asLong)
            .max());
  }
}
