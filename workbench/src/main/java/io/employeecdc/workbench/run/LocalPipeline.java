package io.employeecdc.workbench.run;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.MirrorMaker;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.operations.verify.Verifier;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.setup.Setup;
import io.employeecdc.setup.SetupSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipeline on a local stack. Several can share a stack: each has databases and topics of its
 * own.
 *
 * @param sourceServer that of the stack, or of another site's
 */
public record LocalPipeline(LocalStack stack, Postgres sourceServer, PipelineNames names) {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPipeline.class);
  private static final int PARTITIONS = 6;
  private static final int KEY_LIMIT = 20;

  public LocalPipeline(LocalStack stack, PipelineNames names) {
    this(stack, stack.source(), names);
  }

  /** The pipeline that every command finds by default. */
  public static LocalPipeline standard(LocalStack stack) {
    return standard(stack, Contract.standard());
  }

  public static LocalPipeline standard(LocalStack stack, Contract contract) {
    return new LocalPipeline(
        stack, PipelineNames.standard(contract, stack.source().name(), stack.target().name()));
  }

  public static LocalPipeline create(LocalStack stack, Contract contract, String suffix)
      throws SQLException {
    PipelineNames names = PipelineNames.of(contract, suffix);
    stack.source().createDatabase(names.source());
    stack.target().createDatabase(names.target());
    return new LocalPipeline(stack, names);
  }

  /** Settings of the services, where they differ from those of the stack. */
  public Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(names.environment());
    all.put("CDC_SOURCE_URL", sourceServer.jdbcUrl(names.source()));
    if (!stack.access().secure()) {
      all.put("CDC_SOURCE_USER", sourceServer.user());
      all.put("CDC_SOURCE_PASSWORD", sourceServer.password());
    }
    all.put("CDC_TARGET_URL", stack.target().jdbcUrl(names.target()));
    return all;
  }

  /**
   * The same table at another site, which has servers of its own for all but the source.
   *
   * @param site not secure
   */
  public LocalPipeline at(LocalStack site) {
    return new LocalPipeline(site, sourceServer, names);
  }

  /** What carries its changes and positions there from another site; not started. */
  public MirrorMaker mirrorOf(LocalPipeline from) {
    return stack.mirrorOf(from.stack(), List.of(names.topic(), names.positions()), names.group());
  }

  /** For triggers, or for the log. */
  public void setUp(SetupSettings.CaptureMethod capture) throws IOException {
    setUp(capture, Optional.empty());
  }

  /** As a second site, to which this first one's records are mirrored. */
  public void setUpAsMirrorOf(LocalPipeline first) throws IOException {
    setUp(SetupSettings.CaptureMethod.TRIGGERS, Optional.of(first.registry()));
  }

  private RegistrySettings registry() {
    return new RegistrySettings(stack.registryUrl().toString(), stack.access().registry());
  }

  private void setUp(SetupSettings.CaptureMethod capture, Optional<RegistrySettings> sameIdsAs)
      throws IOException {
    SetupSettings settings =
        new SetupSettings(
            names.contract(),
            source(StackUser.SETUP),
            target(StackUser.SETUP),
            kafka(StackUser.SETUP),
            registry(),
            sameIdsAs,
            new SetupSettings.TopicNames(names.topic(), names.deadLetters(), names.positions()),
            roles(),
            capture,
            true,
            false,
            SetupSettings.LOCK_TRIES,
            PARTITIONS,
            0);
    giveRights();
    new Setup(settings, LOG::warn).run((part, what) -> LOG.debug("{}: {}", part, what));
  }

  public void setUp() throws IOException {
    setUp(SetupSettings.CaptureMethod.TRIGGERS);
  }

  /** Lets the users of a secure stack do at the brokers what they need; others need no rights. */
  public void giveRights() {
    if (stack.access().secure()) {
      new KafkaRights(kafka(), names).give();
    }
  }

  /** A new connection to the source as its owner, which the caller closes. */
  public Connection connectSource() throws SQLException {
    return sourceServer.connectAsOwner(names.source());
  }

  /** A new connection to the target as its owner, which the caller closes. */
  public Connection connectTarget() throws SQLException {
    return stack.target().connectAsOwner(names.target());
  }

  public VerifyResult verify() throws InterruptedException {
    return verify(KEY_LIMIT);
  }

  /** Compares source and target and names so many differing keys of each kind. */
  public VerifyResult verify(int keys) throws InterruptedException {
    try (Database source = Database.open(source(StackUser.VERIFY), 1);
        Database target = Database.open(target(StackUser.VERIFY), 1)) {
      return new Verifier(names.contract().table(), source, target, Verifier.RANGE_SIZE, keys)
          .once();
    }
  }

  /**
   * Bytes that a record of the main topic takes in a broker's log, compressed, with all overhead:
   * those of one replica, divided by the offsets that it has used; 0 for an empty topic.
   */
  public double bytesPerRecord() throws InterruptedException {
    try (Admin admin = Admin.create(kafka().client("topic-size"))) {
      var description =
          admin.describeTopics(List.of(names.topic())).allTopicNames().get().get(names.topic());
      int replicas = description.partitions().get(0).replicas().size();
      long records =
          TopicEnds.of(admin, names.topic()).values().stream().mapToLong(Long::longValue).sum();
      return records == 0 ? 0 : (double) bytes(admin, names.topic()) / replicas / records;
    } catch (ExecutionException e) {
      throw noSize(names.topic(), e);
    }
  }

  /** Bytes that a topic takes in the logs of all brokers. */
  public long bytes(String topic) throws InterruptedException {
    try (Admin admin = Admin.create(kafka().client("topic-size"))) {
      return bytes(admin, topic);
    } catch (ExecutionException e) {
      throw noSize(topic, e);
    }
  }

  private CdcException noSize(String topic, ExecutionException e) {
    return new CdcException(
        ExitCode.UNREACHABLE, "Kafka (" + kafka() + ") does not tell the size of " + topic, e);
  }

  private static long bytes(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    List<Integer> brokers =
        admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
    return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(topic))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }

  public KafkaSettings kafka() {
    return kafka(StackUser.ADMIN);
  }

  public DatabaseSettings source() {
    return source(StackUser.ADMIN);
  }

  public DatabaseSettings target() {
    return target(StackUser.ADMIN);
  }

  private SetupSettings.Roles roles() {
    return stack.access().secure()
        ? new SetupSettings.Roles(
            StackUser.PRODUCER.id(), StackUser.CONSUMER.id(), StackUser.VERIFY.id())
        : SetupSettings.Roles.NONE;
  }

  private KafkaSettings kafka(StackUser user) {
    return new KafkaSettings(stack.bootstrapServers(), stack.access().kafka(user));
  }

  private DatabaseSettings source(StackUser user) {
    return settings(sourceServer, names.source(), user);
  }

  private DatabaseSettings target(StackUser user) {
    return settings(stack.target(), names.target(), user);
  }

  private DatabaseSettings settings(Postgres server, String database, StackUser user) {
    return new DatabaseSettings(
        server.name(),
        server.jdbcUrl(database),
        stack.access().role(server, user),
        stack.access().password(server, user));
  }
}
