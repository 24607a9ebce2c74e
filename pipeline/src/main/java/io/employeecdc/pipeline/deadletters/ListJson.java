package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The dead letters for programs. A header that a letter does not have is null. */
final class ListJson {
  private ListJson() {}

  static ObjectNode of(String topic, LetterTally tally) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", topic);
    json.put("count", tally.count());
    json.put("replayed", tally.done());
    ArrayNode reasons = json.putArray("reasons");
    tally.reasons().forEach(entry -> put(entry, reasons.addObject()));
    ArrayNode times = json.putArray("by_time");
    tally
        .byTime()
        .forEach(
            (time, counts) ->
                counts.forEach(entry -> put(entry, times.addObject().put("time", time))));
    ArrayNode letters = json.putArray("letters");
    tally.newest().forEach(letter -> put(letter, letters.addObject()));
    return json;
  }

  private static void put(Map.Entry<Reason, Long> entry, ObjectNode json) {
    json.put("stage", entry.getKey().stage());
    json.put("reason", entry.getKey().code());
    json.put("count", entry.getValue());
  }

  private static void put(DeadLetter letter, ObjectNode json) {
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
    json.put("sqlstate", text(letter, Header.SQL_STATE));
    json.put("constraint", text(letter, Header.CONSTRAINT));
    json.put("column", text(letter, Header.COLUMN));
    json.put("tries", number(letter, Header.TRIES));
    json.put("replays", number(letter, Header.REPLAYS));
  }

  private static String text(DeadLetter letter, Header header) {
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
