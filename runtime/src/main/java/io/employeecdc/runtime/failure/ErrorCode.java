package io.employeecdc.runtime.failure;

/**
 * What is wrong, as a code that is in every message about it and in the runbook. The first of its
 * three digits is the {@linkplain ExitCode exit code} of a process that ends because of it; a
 * service that can wait says the same code while it waits.
 */
public enum ErrorCode {
  UNEXPECTED(100),
  USAGE(200),
  CONFIGURATION(300),
  /** A database lacks a table, a trigger or another part that {@code cdc setup} makes. */
  DATABASE_NOT_SET_UP(301),
  TOPIC_MISSING(302),
  MANAGEMENT_PORT(303),
  /** The dead-letter topic takes no records. */
  DEAD_LETTER_TOPIC(304),
  /** A setting that Kafka's client does not take. */
  KAFKA_SETTINGS(305),
  /** The registry answers, but not as one. */
  REGISTRY_ANSWER(306),
  /** A topic whose settings do not keep what it must keep. */
  TOPIC_LOSES_RECORDS(307),
  /** What Kafka refuses because of a setting of a topic, a broker or a client. */
  KAFKA_SETTING_REFUSES(308),
  REFUSED(400),
  DATABASE_LOGIN(401),
  DATABASE_PRIVILEGE(402),
  /** A server's certificate, or that it has none. */
  DATABASE_TLS(403),
  KAFKA_REFUSED(404),
  REGISTRY_REFUSED(405),
  UNREACHABLE(500),
  DATABASE_UNREACHABLE(501),
  KAFKA_UNREACHABLE(502),
  REGISTRY_UNREACHABLE(503),
  INCOMPATIBLE_SCHEMA(600),
  SCHEMA_NOT_REGISTERED(601),
  /** Records of a schema that this consumer was not built for. */
  SCHEMA_NEWER(602),
  /** Changes are captured without a column that the version to write has. */
  COLUMN_GONE(603),
  DATA(700),
  /** A change that Kafka does not take for its size. */
  CHANGE_TOO_LARGE(701),
  /** The topic of positions does not have the one that it had. */
  POSITION_LOST(702),
  /** The source is behind what was published: a restored backup, or another database. */
  SOURCE_BEHIND(703),
  /** More records failed than may. */
  TOO_MANY_DEAD_LETTERS(704),
  DEAD_LETTER(705),
  /** The source was promoted, restored or upgraded, and may lack what is published. */
  SOURCE_CHANGED(706),
  /** A record of a topic for which a reader has not the memory. */
  RECORD_WITHOUT_MEMORY(707),
  /** The topic was made again under its name, or has other partitions. */
  TOPIC_CHANGED(708),
  /** The target lacks what the group's offsets take for applied. */
  TARGET_BEHIND(709),
  /** More changes wait for other rows than may. */
  TOO_MANY_PARKED(710),
  /** A change whose text is none, in a source that takes any bytes. */
  BROKEN_TEXT(711),
  /** A change with a value that the contract cannot say. */
  UNWRITABLE_VALUE(712),
  FENCED(800);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  /** The code of all of an exit code's errors that have none of their own. */
  public static ErrorCode of(ExitCode exitCode) {
    for (ErrorCode code : values()) {
      if (code.number == exitCode.code() * 100) {
        return code;
      }
    }
    throw new IllegalArgumentException(exitCode + " is no failure");
  }

  /**
   * The code of what does not answer.
   *
   * @param dependency as metrics call it: {@code source}, {@code target}, {@code kafka} or {@code
   *     registry}
   */
  public static ErrorCode unreachable(String dependency) {
    return switch (dependency) {
      case "kafka" -> KAFKA_UNREACHABLE;
      case "registry" -> REGISTRY_UNREACHABLE;
      default -> DATABASE_UNREACHABLE;
    };
  }

  /** How a process ends that cannot wait for it to pass. */
  public ExitCode exitCode() {
    for (ExitCode exitCode : ExitCode.values()) {
      if (exitCode.code() == number / 100) {
        return exitCode;
      }
    }
    throw new IllegalStateException(this + " has no exit code");
  }

  /** As in messages and in the runbook, such as {@code CDC-501}. */
  @Override
  public String toString() {
    return "CDC-" + number;
  }
}
