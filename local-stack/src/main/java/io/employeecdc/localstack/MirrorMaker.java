package io.employeecdc.localstack;

import io.employeecdc.localstack.process.JavaCommand;
import io.employeecdc.localstack.process.Ports;
import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * MirrorMaker 2, a process of its own, that carries topics from one stack's brokers to another's,
 * each record once. How far it has come lies in topics of the brokers to which it carries, beside
 * which it runs, so a killed one goes on from there.
 */
public final class MirrorMaker extends Server {
  private static final String NAME = "mirror";

  /** Why each: docs/two-sites.md. */
  private static final String SETTINGS =
      """
      clusters=from,to
      from.bootstrap.servers=%s
      to.bootstrap.servers=%s
      from->to.enabled=true
      from->to.topics=%s
      from->to.groups.exclude=console-consumer-.*,connect-.*,__.*,%s
      from->to.sync.group.offsets.enabled=true
      to->from.enabled=false
      to->from.emit.heartbeats.enabled=false
      replication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy
      to.exactly.once.source.support=enabled
      from.consumer.isolation.level=read_committed
      from.consumer.fetch.max.wait.ms=50
      to.producer.transaction.timeout.ms=10000
      to.offset.flush.interval.ms=1000
      dedicated.mode.enable.internal.rest=true
      listeners=http://127.0.0.1:%d
      plugin.discovery=service_load
      scheduled.rebalance.max.delay.ms=0
      sync.topic.acls.enabled=false
      refresh.topics.interval.seconds=5
      refresh.groups.interval.seconds=5
      sync.group.offsets.interval.seconds=2
      emit.checkpoints.interval.seconds=2
      replication.factor=%6$d
      offset-syncs.topic.replication.factor=%6$d
      checkpoints.topic.replication.factor=%6$d
      heartbeats.topic.replication.factor=%6$d
      offset.storage.replication.factor=%6$d
      status.storage.replication.factor=%6$d
      config.storage.replication.factor=%6$d
      """;

  private MirrorMaker(Path stack, int port) {
    super(NAME, stack, port);
  }

  /**
   * One that carries these topics from one stack to the other; not started.
   *
   * @param group whose offsets it leaves alone, as its own target says where it goes on
   */
  static MirrorMaker between(LocalStack from, LocalStack to, List<String> topics, String group) {
    MirrorMaker mirror = new MirrorMaker(to.directory(), Ports.free(1).get(0));
    try {
      Files.writeString(
          PrivateFiles.directories(mirror.home()).resolve("mm2.properties"),
          SETTINGS.formatted(
              from.bootstrapServers(),
              to.bootstrapServers(),
              String.join(",", topics),
              group,
              mirror.port(),
              to.brokers().size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return mirror;
  }

  /** The one that runs, or ran, beside a stack; to be ended, not started. */
  static MirrorMaker of(Path stack) {
    return new MirrorMaker(stack, 0);
  }

  @Override
  protected List<String> command() throws IOException {
    return JavaCommand.with(
        home(),
        "-Xmx512m",
        "-XX:+UseParallelGC",
        "-Dlog4j2.statusLoggerLevel=OFF",
        "-Dlogback.configurationFile=" + getClass().getResource("connect-logback.xml"),
        "org.apache.kafka.connect.mirror.MirrorMaker",
        home().resolve("mm2.properties").toString());
  }

  @Override
  protected Map<String, String> environmentVariables() {
    return Map.of("CLASSPATH", JavaCommand.classPath());
  }

  @Override
  public boolean answers() {
    return Ports.isListening(port());
  }
}
