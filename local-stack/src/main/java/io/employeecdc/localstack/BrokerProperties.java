package io.employeecdc.localstack;

import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration of one broker: Kafka's defaults, but for what a small cluster needs. */
final class BrokerProperties {
  private BrokerProperties() {}

  /**
   * The configuration.
   *
   * @param security null unless the stack is secure
   */
  static Properties of(StackFile stack, int id, Path data, Security security) {
    Properties properties = new Properties();
    network(properties, stack, id);
    if (security == null) {
      listeners(properties, "PLAINTEXT://127.0.0.1:" + stack.kafka().get(id - 1), stack, id);
    } else {
      security(properties, stack, id, security);
    }
    replication(properties, stack.brokers());
    quickness(properties);
    properties.setProperty("log.dirs", data.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    return properties;
  }

  private static void network(Properties properties, StackFile stack, int id) {
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", Integer.toString(id));
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "controller.quorum.voters",
        IntStream.rangeClosed(1, stack.brokers())
            .mapToObj(i -> i + "@127.0.0.1:" + stack.controllers().get(i - 1))
            .collect(Collectors.joining(",")));
  }

  private static void listeners(Properties properties, String clients, StackFile stack, int id) {
    String controller = "CONTROLLER://127.0.0.1:" + stack.controllers().get(id - 1);
    properties.setProperty("listeners", clients + "," + controller);
    properties.setProperty("advertised.listeners", clients);
  }

  /**
   * Clients prove who they are by SCRAM, brokers and controllers by the certificate that only they
   * have. Who has not been allowed to do something may not.
   */
  private static void security(Properties properties, StackFile stack, int id, Security security) {
    String clients = "CLIENT://127.0.0.1:" + stack.kafka().get(id - 1);
    String internal = "INTERNAL://127.0.0.1:" + stack.internal().get(id - 1);
    listeners(properties, clients + "," + internal, stack, id);
    properties.setProperty("inter.broker.listener.name", "INTERNAL");
    properties.setProperty(
        "listener.security.protocol.map", "CLIENT:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL");
    properties.setProperty("ssl.keystore.type", "PEM");
    properties.setProperty("ssl.keystore.location", security.brokerStore().toString());
    properties.setProperty("ssl.truststore.type", "PEM");
    properties.setProperty("ssl.truststore.location", security.authority().toString());
    properties.setProperty("listener.name.internal.ssl.client.auth", "required");
    properties.setProperty("listener.name.controller.ssl.client.auth", "required");
    properties.setProperty("ssl.principal.mapping.rules", "RULE:^CN=kafka$/broker/,DEFAULT");
    properties.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    properties.setProperty(
        "listener.name.client.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.setProperty("super.users", "User:broker;User:" + StackUser.ADMIN.id());
    properties.setProperty("allow.everyone.if.no.acl.found", "false");
  }

  /** Three brokers keep every acknowledged record when one of them is lost. */
  private static void replication(Properties properties, int brokers) {
    String factor = Integer.toString(brokers);
    String inSync = brokers == 1 ? "1" : "2";
    properties.setProperty("default.replication.factor", factor);
    properties.setProperty("min.insync.replicas", inSync);
    properties.setProperty("offsets.topic.replication.factor", factor);
    properties.setProperty("transaction.state.log.replication.factor", factor);
    properties.setProperty("transaction.state.log.min.isr", inSync);
    properties.setProperty("share.coordinator.state.topic.replication.factor", factor);
    properties.setProperty("share.coordinator.state.topic.min.isr", inSync);
  }

  /** Fewer internal partitions, shorter waits and a smaller cleaner than a data centre has. */
  private static void quickness(Properties properties) {
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "4");
    properties.setProperty("broker.heartbeat.interval.ms", "500");
    properties.setProperty("broker.session.timeout.ms", "4000");
    properties.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
  }
}
