package io.employeecdc.operations.connect;

import io.employeecdc.contract.table.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a connector must be told, so that each change becomes a record and none is lost unsaid. */
final class ConnectorRules {
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
      snapshot.mode                          | initial     | initial or no_data | or where a slot was lost rows are read again, which outdo nothing, and what it lacks goes unnoticed
      errors.tolerance                       | none        | none     | or changes vanish in silence
      """;

  private ConnectorRules() {}

  static List<String> findings(ConnectorConfig connector, Contract contract) {
    List<String> findings = new ArrayList<>();
    for (String rule : RULES.lines().toList()) {
      List<String> parts = Stream.of(rule.split("\\|", -1)).map(String::strip).toList();
      String value = connector.get(parts.get(0), parts.get(1));
      if (!List.of(parts.get(2).split(" or ", -1)).contains(value)) {
        String is = value.isEmpty() ? "not set" : "'" + value + "'";
        findings.add(
            "%s is %s; set it to %s, %s".formatted(parts.get(0), is, parts.get(2), parts.get(3)));
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
