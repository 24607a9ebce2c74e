package io.employeecdc.secure;

import io.employeecdc.contract.Names;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.workbench.run.PipelineNames;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks the brokers, as each user, what that user may do. */
final class KafkaProbe implements AutoCloseable {
  private final Map<StackUser, Admin> clients = new EnumMap<>(StackUser.class);

  private KafkaProbe() {}

  static KafkaProbe open() throws Exception {
    KafkaProbe probe = new KafkaProbe();
    for (StackUser user : StackUser.values()) {
      probe.clients.put(user, Admin.create(settings(user)));
    }
    PipelineNames names = Secured.pipeline().names();
    // Of a group that nobody has used the brokers tell nothing.
    for (String group : List.of(names.group(), Names.replayGroup(names.deadLetters()))) {
      probe.use(group, new TopicPartition(names.topic(), 0));
    }
    return probe;
  }

  /** What works, in Kafka's words, in lower case. */
  List<String> rights(StackUser user, String kind, String name) throws Exception {
    try {
      return switch (kind) {
        case "topic" -> words(topic(user, name));
        case "group" -> words(group(user, name));
        case "cluster" -> words(cluster(user));
        default -> transaction(user, name) ? List.of("write") : List.of();
      };
    } catch (ExecutionException e) {
      if (KafkaFailure.unwrap(e) instanceof AuthorizationException) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    clients.values().forEach(Admin::close);
  }

  private void use(String group, TopicPartition partition) throws Exception {
    try {
      clients
          .get(StackUser.ADMIN)
          .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(0)))
          .all()
          .get();
    } catch (ExecutionException e) {
      // A consumer that another test left behind uses it.
      if (!(e.getCause() instanceof UnknownMemberIdException)) {
        throw e;
      }
    }
  }

  private Set<AclOperation> topic(StackUser user, String name) throws Exception {
    return clients
        .get(user)
        .describeTopics(
            List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .allTopicNames()
        .get()
        .get(name)
        .authorizedOperations();
  }

  private Set<AclOperation> group(StackUser user, String name) throws Exception {
    return clients
        .get(user)
        .describeConsumerGroups(
            List.of(name), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
        .all()
        .get()
        .get(name)
        .authorizedOperations();
  }

  private Set<AclOperation> cluster(StackUser user) throws Exception {
    return clients
        .get(user)
        .describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
        .authorizedOperations()
        .get();
  }

  private static boolean transaction(StackUser user, String name) {
    Map<String, Object> settings = settings(user);
    settings.put("transactional.id", name.replace("*", UUID.randomUUID().toString()));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      return true;
    } catch (AuthorizationException refused) {
      return false;
    }
  }

  private static List<String> words(Set<AclOperation> operations) {
    return operations.stream().map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static Map<String, Object> settings(StackUser user) {
    Map<String, Object> settings = new HashMap<>(Secured.stack().access().kafka(user));
    settings.put("bootstrap.servers", Secured.stack().bootstrapServers());
    return settings;
  }
}
