package io.employeecdc.contract.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.avsc.SchemaFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A line of {@code pairs.jsonl}: two schemas and what must become of them. */
record SchemaPair(JsonNode line) {
  static List<SchemaPair> all() {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SchemaPair.class.getResourceAsStream("/pairs/pairs.jsonl"),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(text -> new SchemaPair(read(mapper, text))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return line.get("name").asText();
  }

  SchemaFile was() {
    return SchemaFile.parse("old.avsc", line.get("old").toString());
  }

  SchemaFile now() {
    return SchemaFile.parse("new.avsc", line.get("new").toString());
  }

  /** Whether every record decodes in this direction. */
  boolean decodes(Direction direction) {
    return line.get(direction == Direction.NEW_READS_OLD ? "backward" : "forward").asBoolean();
  }

  /** What the registry says, where it differs with the decoder. */
  boolean registry(Direction direction) {
    String key = direction == Direction.NEW_READS_OLD ? "registryBackward" : "registryForward";
    return line.path(key).asBoolean(decodes(direction));
  }

  /** Whether Avro 1.12.2 fails at records that its own resolution rules let pass. */
  boolean decoderFails(Direction direction) {
    return direction == Direction.NEW_READS_OLD && line.path("decoderFailsBackward").asBoolean();
  }

  boolean expected(Mode mode) {
    return List.of(Direction.values()).stream().allMatch(d -> !mode.asks(d) || decodes(d));
  }
}
