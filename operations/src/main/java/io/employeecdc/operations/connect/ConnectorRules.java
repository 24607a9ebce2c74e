package io.employeecdc.operations.connect;

import io.employeecdc.contract.table.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a connector must be told, so that each change becomes a record and none is lost unsaid. */
final class ConnectorRules {
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

  /**
   * A setting.
   *
   * @param otherwise what it is where it is not said
   * @param allowed of which it has to be one
   */
  private record Rule(String name, String otherwise, List<String> allowed, String why) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "connector.class",
              "",
              List.of("io.debezium.connector.postgresql.PostgresConnector"),
              "whose events are known"),
          new Rule("plugin.name", "decoderbufs", List.of("pgoutput"), "which each server has"),
          new Rule(
              "tombstones.on.delete",
              "true",
              List.of("true"),
              "or a compacted topic keeps each deleted row"),
          new Rule(
              "event.converting.failure.handling.mode",
              "warn",
              List.of("fail"),
              "or a value that cannot be converted becomes null"),
          new Rule(
              "event.processing.failure.handling.mode",
              "fail",
              List.of("fail"),
              "or an event that cannot be read is lost"),
          new Rule(
              "decimal.handling.mode",
              "precise",
              List.of("string", "precise"),
              "or digits are lost"),
          new Rule(
              "time.precision.mode",
              "adaptive",
              List.of("adaptive", "adaptive_time_microseconds", "microseconds"),
              "or microseconds are lost"),
          new Rule("binary.handling.mode", "bytes", List.of("bytes"), "which are bytes already"),
          new Rule("key.converter", "", List.of(BYTES), "as keys are bytes already"),
          new Rule("value.converter", "", List.of(BYTES), "as values are bytes already"),
          new Rule(
              "publication.autocreate.mode",
              "all_tables",
              List.of("disabled", "filtered"),
              "or the publication is of all tables"),
          new Rule(
              "exactly.once.support",
              "requested",
              List.of("required"),
              "or a worker that does not support it publishes twice"),
          new Rule("slot.drop.on.stop", "false", List.of("false"), "or each stop loses changes"),
          new Rule("errors.tolerance", "none", List.of("none"), "or changes vanish in silence"));

  private ConnectorRules() {}

  static List<String> findings(ConnectorConfig connector, Contract contract) {
    List<String> findings = new ArrayList<>();
    for (Rule rule : RULES) {
      String value = connector.get(rule.name, rule.otherwise);
      if (!rule.allowed.contains(value)) {
        findings.add(
            "%s is %s; set it to %s, %s"
                .formatted(
                    rule.name,
                    value.isEmpty() ? "not set" : "'" + value + "'",
                    String.join(" or ", rule.allowed),
                    rule.why));
      }
    }
    String skipped = connector.get("skipped.operations", "t");
    if (!skipped.equals("none")
        && !(skipped.equals("t") && connector.ours("truncate", "fail").equals("skip"))) {
      findings.add(
          "skipped.operations is '%s'; set it to none, or changes are passed over without a word"
              .formatted(skipped));
    }
    if (connector.get("heartbeat.interval.ms", "0").equals("0")) {
      findings.add(
          "heartbeat.interval.ms is 0; set it to 10000, or the slot holds the log while only other tables are written");
    }
    transformation(connector, contract, findings);
    return findings;
  }

  private static void transformation(
      ConnectorConfig connector, Contract contract, List<String> findings) {
    if (connector.transformation().isEmpty()) {
      findings.add(
          "the first of transforms is not of type io.employeecdc.connect.ContractRecord, which makes the records");
      return;
    }
    String named = connector.ours("contract", Contract.standard().name());
    if (!named.equals(contract.name())) {
      findings.add(
          "%scontract is '%s', and what is checked is %s; say --contract"
              .formatted(connector.transformation(), named, contract.name()));
    }
    boolean asks = !connector.ours("schema.registry.url", "").isEmpty();
    if (asks == !connector.ours("schema.id", "").isEmpty()) {
      findings.add(
          "one of %1$sschema.registry.url and %1$sschema.id has to be set"
              .formatted(connector.transformation()));
    }
    tables(connector, contract.table().names().table(), findings);
    String placeholder = "unavailable.value.placeholder";
    String standard = "__debezium_unavailable_value";
    if (!connector.get(placeholder, standard).equals(connector.ours(placeholder, standard))) {
      findings.add(
          "%1$s%2$s is not what %2$s is, or the placeholder would be written as a value"
              .formatted(connector.transformation(), placeholder));
    }
  }

  private static void tables(ConnectorConfig connector, String table, List<String> findings) {
    String name = Pattern.quote(table);
    List<String> tables = connector.tables();
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
}
