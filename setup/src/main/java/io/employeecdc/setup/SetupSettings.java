package io.employeecdc.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to set up.
 *
 * @param sameIdsAs another site's registry, with whose ids the schema is to be registered
 * @param capture by what the source's changes are captured
 * @param createTables whether a table of the user's that is not there will be made
 * @param alterTables whether columns that it lacks will be added
 * @param lockTries how often a lock on a table is waited for, half a second each time
 * @param partitions of the main topic, if it is to be created
 * @param replicationFactor of all topics; 0 for three, or one where there are fewer brokers
 */
public record SetupSettings(
    Contract contract,
    DatabaseSettings source,
    DatabaseSettings target,
    KafkaSettings kafka,
    RegistrySettings registry,
    Optional<RegistrySettings> sameIdsAs,
    TopicNames topics,
    Roles roles,
    CaptureMethod capture,
    boolean createTables,
    boolean alterTables,
    int lockTries,
    int partitions,
    int replicationFactor) {
  /** By triggers, which are made in the source; or by its log, for which it is left as it is. */
  public enum CaptureMethod {
    TRIGGERS,
    LOG
  }

  /** So often a lock is waited for, unless told otherwise: a minute. */
  public static final int LOCK_TRIES = 30;

  /**
   * The databases' roles of the services; null for one that is given nothing, as it owns the
   * tables.
   */
  public record Roles(String producer, String consumer, String verify) {
    /** All that connect are the owner of the tables. */
    public static final Roles NONE = new Roles(null, null, null);
  }

  public record TopicNames(String changes, String deadLetters, String positions) {
    /** What each is for. */
    Map<String, TopicRole> roles() {
      Map<String, TopicRole> roles = new LinkedHashMap<>();
      roles.put(changes, TopicRole.CHANGES);
      roles.put(deadLetters, TopicRole.DEAD_LETTERS);
      roles.put(positions, TopicRole.POSITIONS);
      return roles;
    }
  }
}
