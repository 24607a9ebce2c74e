package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a dead letter says of itself, for programs. A header that it does not have is null. */
final class LetterJson {
  private LetterJson() {}

  static void put(DeadLetter letter, ObjectNode json) {
    json.put("partition", letter.place().partition());
    json.put("offset", letter.place().offset());
    json.put("time", letter.time().map(Object::toString).orElse(null));
    json.put("key", letter.key());
    ObjectNode origin = json.putObject("origin");
    origin.put("topic", text(letter, Header.TOPIC));
    origin.put("partition", number(letter, Header.PARTITION));
    origin.put("offset", number(letter, Header.OFFSET));
    json.put("stage", text(letter, Header.STAGE));
    json.put("error_class", text(letter, Header.EXCEPTION_CLASS));
    json.put("fault", text(letter, Header.FAULT));
    json.put("value_length", text(letter, Header.VALUE_LENGTH));
    json.put("value_sha256", text(letter, Header.VALUE_SHA256));
    json.put("sqlstate", text(letter, Header.SQL_STATE));
    json.put("constraint", text(letter, Header.CONSTRAINT));
    json.put("column", text(letter, Header.COLUMN));
    json.put("tries", number(letter, Header.TRIES));
    json.put("replays", number(letter, Header.REPLAYS));
  }

  static String text(DeadLetter letter, Header header) {
    return letter.header(header).orElse(null);
  }

  private static Long number(DeadLetter letter, Header header) {
    try {
      return letter.header(header).map(Long::valueOf).orElse(null);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
