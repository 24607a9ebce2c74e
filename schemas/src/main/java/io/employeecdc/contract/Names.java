package io.employeecdc.contract;

import java.util.Locale;

/**
 * Names that producer, consumer and tools of one contract must agree on. They follow from the
 * contract's: {@code EmployeeCDC} has {@code bf_employee_cdc}.
 *
 * @param topic the changes of the table, keyed by its primary key, compacted
 * @param deadLetterTopic records that could not be applied, with their original bytes
 * @param positionTopic the producers' positions in the capture table, keyed by producer id,
 *     compacted
 * @param group the consumer group that applies the changes
 * @param producerId the producer, across its restarts
 */
public record Names(
    String topic, String deadLetterTopic, String positionTopic, String group, String producerId) {

  /** Those of a contract. */
  public static Names of(String contract) {
    return of(contract, "");
  }

  /** Those of a contract in a pipeline that shares brokers with others of the same contract. */
  public static Names of(String contract, String prefix) {
    String base = words(contract);
    String topic = prefix + "bf_" + base;
    return new Names(
        topic,
        topic + "_dlq",
        topic + "_positions",
        topic + "_apply",
        (prefix + base).replace('_', '-'));
  }

  /** A contract's name as names of topics and tables have it: {@code employee_cdc}. */
  public static String words(String contract) {
    return contract
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /**
   * The group of a dead-letter topic's replays: another topic's have another, and with it another
   * transactional id.
   */
  public static String replayGroup(String deadLetterTopic) {
    return deadLetterTopic.replaceFirst("_dlq$", "") + "_replay";
  }

  /** The registry subject of a topic's record values (TopicNameStrategy). */
  public static String valueSubject(String topic) {
    return topic + "-value";
  }
}
