package io.employeecdc.faults;

/** The faults that the suite injects, by their numbers in the list of faults to survive. */
enum Fault {
  PRODUCER_KILLED(1, "kill -9 of the producer"),
  SECOND_PRODUCER(2, "a second producer with the same id"),
  CONSUMER_KILLED(3, "kill -9 of the consumer between commit and offsets"),
  CONSUMER_KILLED_IN_TRANSACTION(4, "kill -9 of the consumer in mid-transaction"),
  TARGET_KILLED(4, "kill -9 of the target in mid-transaction"),
  CONSUMER_ASLEEP(5, "consumer stopped past its session, another takes over, it wakes up"),
  CONSUMERS_COME_AND_GO(6, "consumers come and go in mid-batch"),
  LEADER_DIES(7, "of 3 brokers the leader dies, then the controller"),
  BROKERS_STOP(8, "2 of 3 brokers stop"),
  NO_REGISTRY_AT_START(9, "no registry at start"),
  REGISTRY_DIES(9, "registry dies while running"),
  UNSEEN_SCHEMA(9, "registry dies before the consumer has seen a schema id"),
  SOURCE_RESTARTS(10, "source restarts; its connections are cut"),
  TARGET_AWAY(11, "target stopped for a minute, consumer with 128 MB"),
  TARGET_REFUSES(11, "target refuses"),
  TARGET_SILENT(11, "target gone behind a proxy that accepts and says nothing"),
  TARGET_HANGS(11, "target hangs"),
  TARGET_SLOW(11, "target takes 200 ms a trip"),
  OUT_OF_ORDER_COMMITS(12, "commits out of order, one transaction open, many rollbacks"),
  BULK(13, "COPY in one transaction, TRUNCATE, primary keys changed"),
  MILLION(13, "COPY of a million rows in one transaction, services with 128 MB"),
  SEQUENCE_CACHE(13, "identity sequence with CACHE"),
  OFFSETS_RESET(14, "offsets reset to earliest, three times"),
  LATE_REPLAY(15, "dead letters replayed after newer changes and after a DELETE"),
  BAD_VALUE(16, "NUL character, date out of range, numeric overflow, a value too long"),
  NO_RECORD(17, "wrong magic byte, unknown schema id, cut short, random bytes, a length of 1.5 GB"),
  OTHER_RECORD(18, "another record type, no key, no value, unknown enum symbol"),
  TOO_LARGE(19, "a value larger than a record of the topic may be"),
  LARGE_DEAD_LETTER(19, "a bad record so large that the dead letter's headers do not fit"),
  ONE_IN_500(20, "one row in 500 against NOT NULL, CHECK, UNIQUE or FOREIGN KEY"),
  TARGET_CONFLICTS(21, "deadlocks, lock and statement time-outs in the target"),
  TARGET_REFUSAL(22, "right, table or password gone; target read-only"),
  NO_DEAD_LETTER_TOPIC(23, "dead-letter topic missing"),
  BROKER_DISK_FULL(24, "the disk of one broker of three is full"),
  TARGET_DISK_FULL(24, "the disk of the target's tables is full"),
  SCHEMA_REFUSED(25, "an incompatible schema, a changed logical type, a schema not registered"),
  SIGTERM(26, "SIGTERM under load, twice; SIGINT"),
  HOSTILE_INPUT(27, "random records, schemas and values that are large when decompressed"),
  MIXED(0, "kill -9, SIGSTOP and cut links at random");

  private final int number;
  private final String title;

  Fault(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** Its number in the list of faults; 0 for a mixture. */
  int number() {
    return number;
  }

  String title() {
    return title;
  }
}
