package io.employeecdc.workbench.run;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.employeecdc.contract.Names;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each user of a secure stack may do at its brokers, where nobody may do anything that is not
 * listed. docs/security.md has the same as commands for any other cluster.
 */
final class KafkaRights {
  private final KafkaSettings admin;
  private final PipelineNames names;
  private final List<AclBinding> rights = new ArrayList<>();

  /** The rights of one pipeline. */
  KafkaRights(KafkaSettings admin, PipelineNames names) {
    this.admin = admin;
    this.names = names;
  }

  void give() {
    for (String topic : List.of(names.topic(), names.deadLetters(), names.positions())) {
      topic(StackUser.SETUP, topic, CREATE, DESCRIBE, DESCRIBE_CONFIGS);
    }
    // It repairs what verify finds, and has to look first.
    topic(StackUser.SETUP, names.positions(), READ);
    group(StackUser.SETUP, names.group(), DESCRIBE);
    topic(StackUser.PRODUCER, names.topic(), WRITE, DESCRIBE_CONFIGS);
    topic(StackUser.PRODUCER, names.positions(), READ, WRITE, DESCRIBE_CONFIGS);
    group(StackUser.PRODUCER, names.group(), DESCRIBE);
    transaction(StackUser.PRODUCER, PatternType.LITERAL, names.contract().names().producerId());
    topic(StackUser.CONSUMER, names.topic(), READ, DESCRIBE_CONFIGS);
    topic(StackUser.CONSUMER, names.deadLetters(), WRITE, DESCRIBE_CONFIGS);
    group(StackUser.CONSUMER, names.group(), READ);
    transaction(StackUser.CONSUMER, PatternType.PREFIXED, names.group() + "-dlq-");
    // It says by the schemas of all records what may be deployed.
    topic(StackUser.VERIFY, names.topic(), READ);
    topic(StackUser.VERIFY, names.deadLetters(), READ);
    topic(StackUser.VERIFY, names.positions(), READ);
    group(StackUser.VERIFY, names.group(), DESCRIBE);
    topic(StackUser.DLQ, names.deadLetters(), READ, WRITE);
    group(StackUser.DLQ, Names.replayGroup(names.deadLetters()), READ);
    transaction(
        StackUser.DLQ, PatternType.LITERAL, Names.replayGroup(names.deadLetters()) + "-dlq");
    topic(StackUser.MONITOR, "*", DESCRIBE);
    group(StackUser.MONITOR, "*", DESCRIBE);
    create();
  }

  private void create() {
    try (Admin client = Admin.create(admin.client("rights"))) {
      client.createAcls(rights).all().get();
    } catch (ExecutionException e) {
      throw KafkaFailure.fatal(admin, "giving rights", e)
          .orElseGet(() -> new CdcException(ExitCode.CONFIGURATION, e.toString(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while giving rights", e);
    }
  }

  private void topic(StackUser user, String topic, AclOperation... operations) {
    add(user, ResourceType.TOPIC, PatternType.LITERAL, topic, operations);
  }

  private void group(StackUser user, String group, AclOperation operation) {
    add(user, ResourceType.GROUP, PatternType.LITERAL, group, operation);
  }

  private void transaction(StackUser user, PatternType pattern, String id) {
    add(user, ResourceType.TRANSACTIONAL_ID, pattern, id, WRITE);
  }

  private void add(
      StackUser user,
      ResourceType type,
      PatternType pattern,
      String name,
      AclOperation... operations) {
    ResourcePattern resource = new ResourcePattern(type, name, pattern);
    for (AclOperation operation : operations) {
      rights.add(
          new AclBinding(
              resource,
              new AccessControlEntry(
                  "User:" + user.id(), "*", operation, AclPermissionType.ALLOW)));
    }
  }
}
