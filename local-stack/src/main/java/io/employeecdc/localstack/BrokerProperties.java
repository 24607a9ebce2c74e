package io.employeecdc.localstack;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration of one broker: Kafka's defaults, but for what a small cluster needs. */
final class BrokerProperties {
  /**
   * Fewer internal partitions, shorter waits and a smaller cleaner than a data centre has. Where a
   * producer begins a transaction before the coordinator has ended its last one, which small ones
   * in a row often do, the broker waits the back-off, 20 ms by default, before it looks again.
   */
  private static final String SMALL =
      """
      process.roles=broker,controller
      controller.listener.names=CONTROLLER
      auto.create.topics.enable=false
      group.initial.rebalance.delay.ms=0
      offsets.topic.num.partitions=4
      transaction.state.log.num.partitions=4
      add.partitions.to.txn.retry.backoff.ms=1
      share.coordinator.state.topic.num.partitions=4
      broker.heartbeat.interval.ms=500
      broker.session.timeout.ms=4000
      log.cleaner.dedupe.buffer.size=16777216
      """;

  /** Three brokers keep every acknowledged record when one of them is lost. */
  private static final String REPLICATION =
      """
      default.replication.factor=%1$d
      min.insync.replicas=%2$d
      offsets.topic.replication.factor=%1$d
      transaction.state.log.replication.factor=%1$d
      transaction.state.log.min.isr=%2$d
      share.coordinator.state.topic.replication.factor=%1$d
      share.coordinator.state.topic.min.isr=%2$d
      """;

  /**
   * Clients prove who they are by SCRAM, brokers and controllers by the certificate that only they
   * have. Who has not been allowed to do something may not.
   */
  private static final String SECURITY =
      """
      inter.broker.listener.name=INTERNAL
      listener.security.protocol.map=CLIENT:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL
      ssl.keystore.type=PEM
      ssl.truststore.type=PEM
      listener.name.internal.ssl.client.auth=required
      listener.name.controller.ssl.client.auth=required
      ssl.principal.mapping.rules=RULE:^CN=kafka$/broker/,DEFAULT
      sasl.enabled.mechanisms=SCRAM-SHA-512
      listener.name.client.scram-sha-512.sasl.jaas.config=\
        org.apache.kafka.common.security.scram.ScramLoginModule required;
      authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
      super.users=User:broker;User:%s
      allow.everyone.if.no.acl.found=false
      """;

  private BrokerProperties() {}

  static Properties of(StackFile stack, int id, Path data, Security security) {
    Properties properties = new Properties();
    add(properties, SMALL);
    add(properties, REPLICATION.formatted(stack.brokers(), stack.brokers() == 1 ? 1 : 2));
    properties.setProperty("node.id", Integer.toString(id));
    properties.setProperty("log.dirs", data.toString());
    properties.setProperty(
        "controller.quorum.voters",
        IntStream.rangeClosed(1, stack.brokers())
            .mapToObj(i -> i + "@127.0.0.1:" + stack.controllers().get(i - 1))
            .collect(Collectors.joining(",")));
    String clients = "127.0.0.1:" + stack.kafka().get(id - 1);
    String advertised = "PLAINTEXT://" + clients;
    if (security != null) {
      add(properties, SECURITY.formatted(StackUser.ADMIN.id()));
      properties.setProperty("ssl.keystore.location", security.brokerStore().toString());
      properties.setProperty("ssl.truststore.location", security.authority().toString());
      advertised =
          "CLIENT://%s,INTERNAL://127.0.0.1:%d".formatted(clients, stack.internal().get(id - 1));
    }
    properties.setProperty("advertised.listeners", advertised);
    properties.setProperty(
        "listeners", advertised + ",CONTROLLER://127.0.0.1:" + stack.controllers().get(id - 1));
    return properties;
  }

  private static void add(Properties properties, String text) {
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
