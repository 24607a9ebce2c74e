package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The dead letters for programs. */
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
    tally.newest().forEach(letter -> LetterJson.put(letter, letters.addObject()));
    return json;
  }

  private static void put(Map.Entry<Reason, Long> entry, ObjectNode json) {
    json.put("stage", entry.getKey().stage());
    json.put("reason", entry.getKey().code());
    json.put("count", entry.getValue());
  }
}
