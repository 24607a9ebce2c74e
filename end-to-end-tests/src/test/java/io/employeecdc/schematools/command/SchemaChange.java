package io.employeecdc.schematools.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** A change of {@code EmployeeCDC.avsc} out of {@code changes.json} and what is expected of it. */
record SchemaChange(JsonNode json) {
  static List<SchemaChange> all() {
    try (InputStream file =
        SchemaChange.class.getResourceAsStream("/schema-changes/changes.json")) {
      JsonNode changes = new ObjectMapper().readTree(file);
      return StreamSupport.stream(changes.spliterator(), false).map(SchemaChange::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Version 1, whatever the schema has become since. */
  static String versionOne() {
    try (InputStream file =
        SchemaChange.class.getResourceAsStream("/released/EmployeeCDC/v1.avsc")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return json.get("name").asText();
  }

  String mode() {
    return json.path("mode").asText("FULL_TRANSITIVE");
  }

  String rules() {
    return json.path("rules").asText("all");
  }

  int exit() {
    return json.get("exit").asInt();
  }

  /** The changed file. */
  String text() {
    if (json.has("text")) {
      return json.get("text").asText();
    }
    return replaced(released(), json.get("replace"));
  }

  /** What was released before it: version 1, or what that is replaced by. */
  String released() {
    return replaced(versionOne(), json.path("released"));
  }

  private String replaced(String before, JsonNode replacements) {
    String text = before;
    for (JsonNode replacement : replacements) {
      String from = replacement.get(0).asText();
      if (!text.contains(from)) {
        throw new IllegalStateException("'" + name() + "' replaces what is not there: " + from);
      }
      text = text.replace(from, replacement.get(1).asText());
    }
    return text;
  }
}
