package io.employeecdc.producer.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.producer.capture.Position.Window;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The position as JSON, readable with any console consumer. */
public final class PositionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PositionJson() {}

  /** UTF-8 bytes of one line of JSON. */
  public static byte[] write(Position position) {
    ObjectNode root = JSON.createObjectNode();
    root.put("done", position.done().toString());
    ObjectNode marks = root.putObject("marks");
    position.marks().forEach((txid, actionId) -> marks.put(Long.toString(txid), actionId));
    Window window = position.window();
    if (window != null) {
      root.putObject("window")
          .put("to", window.to().toString())
          .put("last", window.last())
          .put("ceiling", window.ceiling());
    }
    root.put("highest", position.highest());
    SourceHistory history = position.history();
    if (history != null) {
      root.putObject("source")
          .put("system", history.system())
          .put("timeline", history.timeline())
          .put("database", history.database())
          .put("table", history.table())
          .put("sequence", history.sequence());
    }
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static Position read(byte[] json) {
    try {
      JsonNode root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      NavigableMap<Long, Long> marks = new TreeMap<>();
      root.required("marks")
          .properties()
          .forEach(mark -> marks.put(Long.valueOf(mark.getKey()), mark.getValue().longValue()));
      return new Position(
          Snapshot.parse(root.required("done").asText()),
          marks,
          window(root.get("window")),
          root.path("highest").longValue(),
          history(root.get("source")));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalArgumentException("not a position of this producer", e);
    }
  }

  private static Window window(JsonNode node) {
    return node == null
        ? null
        : new Window(
            Snapshot.parse(node.required("to").asText()),
            node.required("last").longValue(),
            node.required("ceiling").longValue());
  }

  /** Older producers knew neither the database nor what is in it. */
  private static SourceHistory history(JsonNode node) {
    return node == null
        ? null
        : new SourceHistory(
            node.required("system").longValue(),
            node.required("timeline").intValue(),
            node.path("database").longValue(),
            node.path("table").longValue(),
            node.path("sequence").longValue());
  }
}
