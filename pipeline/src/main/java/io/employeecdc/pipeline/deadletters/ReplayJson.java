package io.employeecdc.pipeline.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A replay for programs. The letters are kept only if somebody wants them. */
final class ReplayJson {
  private final ReplayRequest request;
  private final boolean withLetters;
  private final ArrayNode letters = JsonNodeFactory.instance.arrayNode();

  ReplayJson(ReplayRequest request) {
    this.request = request;
    this.withLetters = request.json().isWanted() && !request.quiet();
  }

  void add(Replayed replayed) {
    if (!withLetters) {
      return;
    }
    ObjectNode json = letters.addObject();
    json.put("partition", replayed.letter().place().partition());
    json.put("offset", replayed.letter().place().offset());
    json.put("key", replayed.letter().key());
    json.put("origin", replayed.letter().origin());
    json.put("outcome", replayed.word().replace(' ', '_'));
    replayed
        .failure()
        .ifPresent(
            failed -> {
              json.put("stage", failed.cause().stage().name());
              json.put("error_class", failed.cause().exceptionClass());
              json.put("fault", failed.cause().decodeFault().map(Enum::name).orElse(null));
              json.put("sqlstate", failed.cause().sqlState().orElse(null));
              json.put("constraint", failed.cause().constraint().orElse(null));
              json.put("column", failed.cause().column().orElse(null));
              json.put("tries", failed.tries());
            });
  }

  /** The whole document. */
  ObjectNode with(ReplayPlan plan, ReplayTotals totals, boolean complete, Map<Integer, Long> held) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", request.replay().topic());
    json.put("group", request.replay().group());
    json.put("dry_run", request.dryRun());
    json.put("complete", complete);
    json.put("selected", plan.selected());
    json.put("replayed", totals.count());
    totals.byWord().forEach((word, count) -> json.put(word.replace(' ', '_'), count));
    ArrayNode places = json.putArray("held");
    held.forEach(
        (partition, offset) ->
            places.addObject().put("partition", partition).put("offset", offset));
    if (withLetters) {
      json.set("letters", letters);
    }
    return json;
  }
}
