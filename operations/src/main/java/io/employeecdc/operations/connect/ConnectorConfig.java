package io.employeecdc.operations.connect;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * What a connector is told, which may hold secrets; and what it must be told, so that each change
 * becomes a record and none is lost unsaid.
 */
record ConnectorConfig(Map<String, String> values) {
  private static final String TRANSFORMATION = "io.employeecdc.connect.ContractRecord";

  /** Setting, what it is where it is not said, what it may be, and why. */
  private static final String RULES =
      """
      connector.class                        |             | io.debezium.connector.postgresql.PostgresConnector | whose events are known
      plugin.name                            | decoderbufs | pgoutput | which each server has
      tombstones.on.delete                   | true        | true     | or a compacted topic keeps each deleted row
      event.converting.failure.handling.mode | warn        | fail     | or a value that cannot be converted becomes null
      event.processing.failure.handling.mode | fail        | fail     | or an event that cannot be read is lost
      decimal.handling.mode                  | precise     | string or precise | or digits are lost
      time.precision.mode                    | adaptive    | adaptive or adaptive_time_microseconds or microseconds | or microseconds are lost
      binary.handling.mode                   | bytes       | bytes    | which are bytes already
      key.converter                          |             | org.apache.kafka.connect.converters.ByteArrayConverter | as keys are bytes already
      value.converter                        |             | org.apache.kafka.connect.converters.ByteArrayConverter | as values are bytes already
      publication.autocreate.mode            | all_tables  | disabled or filtered | or the publication is of all tables
      exactly.once.support                   | requested   | required | or a worker that does not support it publishes twice
      slot.drop.on.stop                      | false       | false    | or each stop loses changes
      offset.mismatch.strategy               | no_validation | no_validation or trust_offset | or a slot that was made again goes unnoticed, and what it lacks
      lsn.flush.mode                         | connector   | connector | or the slot stands elsewhere than Connect has noted, and one that somebody moved goes unnoticed
      flush.lsn.source                       | true        | true     | or the slot never moves, and the log grows until the disk is full
      snapshot.mode                          | initial     | initial or no_data | or where a slot was lost rows are read again, which outdo nothing, and what it lacks goes unnoticed
      errors.tolerance                       | none        | none     | or changes vanish in silence
      """;

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
  private String transformation() {
    String all = get("transforms", "");
    String first = all.substring(0, (all + ",").indexOf(',')).strip();
    String prefix = "transforms." + first + ".";
    return TRANSFORMATION.equals(values.get(prefix + "type")) ? prefix : "";
  }

  String ours(String name, String otherwise) {
    return get(transformation() + name, otherwise);
  }

  /** Patterns of the tables that are captured, as far as they have a name of their own. */
  private List<String> tables() {
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

  /** What keeps a change from becoming a record, or loses one unsaid. */
  List<String> findings(Contract contract) {
    List<String> findings = new ArrayList<>();
    for (String rule : RULES.lines().toList()) {
      List<String> parts = Stream.of(rule.split("\\|", -1)).map(String::strip).toList();
      String value = get(parts.get(0), parts.get(1));
      if (!List.of(parts.get(2).split(" or ", -1)).contains(value)) {
        String is = value.isEmpty() ? "not set" : "'" + value + "'";
        findings.add(
            "%s is %s; set it to %s, %s".formatted(parts.get(0), is, parts.get(2), parts.get(3)));
      }
    }
    String skipped = get("skipped.operations", "t");
    if (!skipped.equals("none")
        && !(skipped.equals("t") && ours("truncate", "fail").equals("skip"))) {
      findings.add(
          "skipped.operations is '%s'; set it to none, or changes are passed over without a word"
              .formatted(skipped));
    }
    if (get("heartbeat.interval.ms", "0").equals("0")) {
      findings.add(
          "heartbeat.interval.ms is 0; set it to 10000, or the slot holds the log while only other tables are written");
    }
    checkTransformation(contract, findings);
    return findings;
  }

  private void checkTransformation(Contract contract, List<String> findings) {
    if (transformation().isEmpty()) {
      findings.add(
          "the first of transforms is not of type %s, which makes the records"
              .formatted(TRANSFORMATION));
      return;
    }
    String named = ours("contract", Contract.standard().name());
    if (!named.equals(contract.name())) {
      findings.add(
          "%scontract is '%s', and what is checked is %s; say --contract"
              .formatted(transformation(), named, contract.name()));
    }
    boolean asks = !ours("schema.registry.url", "").isEmpty();
    if (asks == !ours("schema.id", "").isEmpty()) {
      findings.add(
          "one of %1$sschema.registry.url and %1$sschema.id has to be set"
              .formatted(transformation()));
    }
    checkTables(contract.table().names().table(), findings);
    String placeholder = "unavailable.value.placeholder";
    String standard = "__debezium_unavailable_value";
    if (!get(placeholder, standard).equals(ours(placeholder, standard))) {
      findings.add(
          "%1$s%2$s is not what %2$s is, or the placeholder would be written as a value"
              .formatted(transformation(), placeholder));
    }
  }

  private void checkTables(String table, List<String> findings) {
    String name = Pattern.quote(table);
    List<String> tables = tables();
    if (!tables.get(0).matches("[^.]+\\." + name)) {
      findings.add(
          "table.include.list is '%s'; it begins with the table's schema and name, such as public.%s"
              .formatted(String.join(",", tables), table));
    } else if (tables.stream().skip(1).anyMatch(one -> one.matches(".*\\." + name))) {
      findings.add(
          "table.include.list has %s in two schemas, which one contract cannot hold"
              .formatted(table));
    }
  }

  @Override
  public String toString() {
    return "connector";
  }
}
