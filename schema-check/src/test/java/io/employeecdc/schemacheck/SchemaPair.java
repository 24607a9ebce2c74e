package io.employeecdc.schemacheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Direction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A line of {@code pairs.jsonl}: two schemas and what must become of them. */
public record SchemaPair(JsonNode line) {
  /** The whole table, in its order. */
  public static List<SchemaPair> all() {
    return read("/pairs/pairs.jsonl");
  }

  /** More pairs, of which only is said that what is advised about them can be followed. */
  static List<SchemaPair> remedies() {
    return read("/pairs/remedies.jsonl");
  }

  static List<SchemaPair> read(String table) {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SchemaPair.class.getResourceAsStream(table), StandardCharsets.UTF_8))) {
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

  /** Says what changes; no two pairs have one name. */
  public String name() {
    return line.get("name").asText();
  }

  public SchemaFile was() {
    return SchemaFile.parse("old.avsc", line.get("old").toString());
  }

  public SchemaFile now() {
    return SchemaFile.parse("new.avsc", line.get("new").toString());
  }

  /** Whether every record decodes in this direction. */
  public boolean decodes(Direction direction) {
    return line.get(direction == Direction.NEW_READS_OLD ? "backward" : "forward").asBoolean();
  }

  /** What the registry says, where it differs with the decoder. */
  public boolean registry(Direction direction) {
    String key = direction == Direction.NEW_READS_OLD ? "registryBackward" : "registryForward";
    return line.path(key).asBoolean(decodes(direction));
  }

  /** Whether Avro 1.12.2 fails at records that its own resolution rules let pass. */
  public boolean decoderFails(Direction direction) {
    return direction == Direction.NEW_READS_OLD && line.path("decoderFailsBackward").asBoolean();
  }

  /**
   * What the registry of the local stack answers where that is not what its library says; null if
   * it is.
   */
  public String runningRegistry(Direction direction) {
    return line.path(direction == Direction.NEW_READS_OLD ? "runningBackward" : "runningForward")
        .textValue();
  }

  /** True if the line has a reason for answers that differ: of the library, of the registry. */
  public boolean saysWhy(Direction direction) {
    boolean libraryDiffers = registry(direction) != decodes(direction) || decoderFails(direction);
    boolean registryDiffers = runningRegistry(direction) != null;
    return !(libraryDiffers && !line.hasNonNull("why"))
        && !(registryDiffers && !line.hasNonNull("runningWhy"));
  }

  boolean expected(Mode mode) {
    return List.of(Direction.values()).stream().allMatch(d -> !mode.asks(d) || registry(d));
  }
}
