package io.employeecdc.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic is for, and with it the settings that keep its records: set-up makes it with them,
 * and who relies on it looks for them.
 */
public enum TopicRole {
  /** Compacted, but every change stays for a week: decision 0017. */
  CHANGES,
  /** Keeps every letter. */
  DEAD_LETTERS,
  /** Keeps the last position of each producer. */
  POSITIONS;

  /**
   * Without so many copies a record is refused; with fewer, a broker that is lost takes it along.
   */
  private static final int MOST_IN_SYNC = 2;

  /** So long the topic of changes keeps each of them, also one that a newer one follows. */
  public static final Duration EVERY_CHANGE = Duration.ofDays(7);

  private static final String UNLIMITED = "-1";
  private static final String ANY_TIME = String.valueOf(Long.MAX_VALUE);

  /** The settings that a topic of this kind must have. */
  public Map<String, String> settings(int replicas) {
    Map<String, String> settings = new TreeMap<>();
    settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    settings.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        String.valueOf(Math.min(MOST_IN_SYNC, Math.max(1, replicas - 1))));
    if (this == DEAD_LETTERS) {
      settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
      settings.put(TopicConfig.RETENTION_MS_CONFIG, UNLIMITED);
      settings.put(TopicConfig.RETENTION_BYTES_CONFIG, UNLIMITED);
    } else {
      settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
    if (this == CHANGES) {
      settings.put(
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, String.valueOf(EVERY_CHANGE.toMillis()));
    }
    if (this != POSITIONS) {
      // A change is carried whatever its moment: its producer was away, or a clock is wrong.
      settings.put(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, ANY_TIME);
      settings.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ANY_TIME);
    }
    return settings;
  }

  /** Those of a topic that are not as they must be, with what they are. */
  Map<String, String> broken(int replicas, Config there) {
    Map<String, String> broken = new TreeMap<>();
    settings(replicas)
        .forEach(
            (name, wanted) -> {
              ConfigEntry found = there.get(name);
              if (found != null && !holds(name, wanted, found.value(), replicas)) {
                broken.put(name, found.value());
              }
            });
    return broken;
  }

  private static boolean holds(String name, String wanted, String found, int replicas) {
    return switch (name) {
      case TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG ->
          Long.parseLong(found) >= Long.parseLong(wanted);
      // More than there are would refuse every record, for ever.
      case TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG ->
          Integer.parseInt(found) >= Integer.parseInt(wanted)
              && Integer.parseInt(found) <= replicas;
      default -> found.equals(wanted);
    };
  }
}
