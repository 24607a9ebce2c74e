package io.employeecdc.pipeline.deadletters;

/** The headers that the consumer gives a dead letter, all of them UTF-8 text. */
enum Header {
  TOPIC("__connect.errors.topic"),
  PARTITION("__connect.errors.partition"),
  OFFSET("__connect.errors.offset"),
  STAGE("__connect.errors.stage"),
  EXCEPTION_CLASS("__connect.errors.exception.class.name"),
  EXCEPTION_MESSAGE("__connect.errors.exception.message"),
  SQL_STATE("__cdc.errors.sqlstate"),
  CONSTRAINT("__cdc.errors.constraint"),
  COLUMN("__cdc.errors.column"),
  TRIES("__cdc.errors.tries"),
  TIME("__cdc.errors.time"),
  GROUP("__cdc.errors.group");

  private final String wireName;

  Header(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /** True if a header of this name is one of ours. */
  static boolean isOurs(String name) {
    for (Header header : values()) {
      if (header.wireName.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
