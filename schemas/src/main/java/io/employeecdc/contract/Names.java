package io.employeecdc.contract;

/** Names that producer, consumer and tools must agree on. */
public final class Names {
  /** Changes of the employees table; keyed by {@code emp_id}, compacted. */
  public static final String TOPIC = "bf_employee_cdc";

  /** Records that could not be applied, with their original bytes. */
  public static final String DEAD_LETTER_TOPIC = "bf_employee_cdc_dlq";

  /** The producers' positions in the capture table; keyed by producer id, compacted. */
  public static final String POSITION_TOPIC = "bf_employee_cdc_positions";

  /** The consumer group that applies the changes. */
  public static final String GROUP = "bf_employee_cdc_apply";

  /** The producer, across its restarts. */
  public static final String PRODUCER_ID = "employee-cdc";

  private Names() {}

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
