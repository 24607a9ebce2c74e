package io.employeecdc.operations.connect;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What a connector is told; may hold secrets. */
record ConnectorConfig(Map<String, String> values) {
  private static final String TRANSFORMATION = "io.employeecdc.connect.ContractRecord";

  /** Fails with exit code 3 if the file is none. */
  static ConnectorConfig read(Path file) {
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readString(file));
      JsonNode config = json.has("config") ? json.get("config") : json;
      Map<String, String> values = new HashMap<>();
      config.properties().forEach(one -> values.put(one.getKey(), one.getValue().asText()));
      return new ConnectorConfig(values);
    } catch (JsonProcessingException e) {
      throw new CdcException(ExitCode.CONFIGURATION, file + " is no JSON", e);
    } catch (IOException e) {
      throw new CdcException(ExitCode.CONFIGURATION, file + " cannot be read", e);
    }
  }

  /** The setting, or what Debezium or Connect take where there is none. */
  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** What the names of our transformation's settings begin with; empty if it is not the first. */
  String transformation() {
    String all = get("transforms", "");
    String first = all.substring(0, (all + ",").indexOf(',')).strip();
    String prefix = "transforms." + first + ".";
    return TRANSFORMATION.equals(values.get(prefix + "type")) ? prefix : "";
  }

  String ours(String name, String otherwise) {
    return get(transformation() + name, otherwise);
  }

  /** Patterns of the tables that are captured, as far as they have a name of their own. */
  List<String> tables() {
    return Stream.of(get("table.include.list", "").split(",")).map(String::strip).toList();
  }

  String schema() {
    String first = tables().get(0);
    return first.substring(0, Math.max(first.indexOf('.'), 0)).replace("\\", "");
  }

  /** Whether events tell the column's type, so that its text is as triggers write it. */
  boolean tellsType(String column) {
    try {
      return Stream.of(get("column.propagate.source.type", "").split(","))
          .anyMatch(
              one -> Pattern.compile(one.strip(), CASE_INSENSITIVE).matcher(column).matches());
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "connector";
  }
}
