package io.employeecdc.connect;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings' names, defaults and meaning, as Connect shows them. */
final class Option {
  static final String CONTRACT = "contract";
  static final String VERSION = "contract.version";
  static final String TOPIC = "topic";
  static final String REGISTRY = "schema.registry.url";
  static final String ID = "schema.id";
  static final String AFTER = "action.id.after";
  static final String TRUNCATE = "truncate";
  static final String OTHERS = "other.tables";
  static final String PLACEHOLDER = "unavailable.value.placeholder";
  static final String SKIP = "skip";

  static final ConfigDef ALL =
      new ConfigDef()
          .define(
              CONTRACT,
              ConfigDef.Type.STRING,
              null,
              Importance.HIGH,
              "The contract whose table is captured. Default: EmployeeCDC, or the only one there is.")
          .define(
              REGISTRY,
              ConfigDef.Type.STRING,
              null,
              Importance.HIGH,
              "Schema registry with Confluent's API, which is asked for the version's id. Settings of"
                  + " Confluent's client that begin with schema.registry., basic.auth. or bearer.auth."
                  + " are passed on to it.")
          .define(
              ID,
              ConfigDef.Type.INT,
              null,
              Importance.LOW,
              "The version's id in the registry, where that is not to be asked.")
          .define(
              VERSION,
              ConfigDef.Type.INT,
              null,
              Importance.MEDIUM,
              "The released version that is written. Default: the newest.")
          .define(
              TOPIC,
              ConfigDef.Type.STRING,
              null,
              Importance.MEDIUM,
              "Where the records go. Default: the contract's topic.")
          .define(
              AFTER,
              ConfigDef.Type.LONG,
              0L,
              Range.between(0L, Long.MAX_VALUE / 2),
              Importance.MEDIUM,
              "Above which every action_id lies: the highest that was published before, by triggers"
                  + " or from another log.")
          .define(
              TRUNCATE,
              ConfigDef.Type.STRING,
              "fail",
              ValidString.in("fail", SKIP),
              Importance.MEDIUM,
              "Whether a TRUNCATE ends the task or is passed over.")
          .define(
              OTHERS,
              ConfigDef.Type.LIST,
              List.of(),
              Importance.LOW,
              "Tables, without their schema, whose events are dropped, such as the one that signals"
                  + " are written to.")
          .define(
              PLACEHOLDER,
              ConfigDef.Type.STRING,
              "__debezium_unavailable_value",
              Importance.LOW,
              "As the connector's setting of that name.");

  private Option() {}
}
