package io.employeecdc.localstack;

import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration of one broker: Kafka's defaults, but for what a small cluster needs. */
final class BrokerProperties {
  private BrokerProperties() {}

  static Properties of(StackFile stack, int id, Path data) {
    Properties properties = new Properties();
    network(properties, stack, id);
    replication(properties, stack.brokers());
    quickness(properties);
    properties.setProperty("log.dirs", data.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    return properties;
  }

  private static void network(Properties properties, StackFile stack, int id) {
    String client = "PLAINTEXT://127.0.0.1:" + stack.kafka().get(id - 1);
    String controller = "CONTROLLER://127.0.0.1:" + stack.controllers().get(id - 1);
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", Integer.toString(id));
    properties.setProperty("listeners", client + "," + controller);
    properties.setProperty("advertised.listeners", client);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "controller.quorum.voters",
        IntStream.rangeClosed(1, stack.brokers())
            .mapToObj(i -> i + "@127.0.0.1:" + stack.controllers().get(i - 1))
            .collect(Collectors.joining(",")));
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
