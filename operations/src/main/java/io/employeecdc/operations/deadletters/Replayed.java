package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.runtime.output.Visible;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A letter that was replayed, in words. */
record Replayed(DeadLetterSummary letter, Outcome outcome) {
  static final String FAILED = "failed again";

  static final List<String> WORDS =
      Stream.concat(Arrays.stream(Effect.values()).map(Replayed::word), Stream.of(FAILED)).toList();

  String word() {
    return outcome instanceof Effect effect ? word(effect) : FAILED;
  }

  private static String word(Effect effect) {
    return effect.name().toLowerCase(Locale.ROOT);
  }

  /** Names from the target's catalogue and a count, never a value; empty if it did not fail. */
  String reason() {
    if (!(outcome instanceof Outcome.Failed failed)) {
      return "";
    }
    Cause cause = failed.cause();
    String code = cause.sqlState().or(() -> fault(cause)).orElseThrow();
    String reason = DeadLetterSummary.detailed(code, cause.column(), cause.constraint());
    return Visible.beginningOf(reason) + ", try " + failed.tries();
  }

  private static Optional<String> fault(Cause cause) {
    return cause.decodeFault().map(Enum::name);
  }

  void put(ObjectNode json) {
    json.put("partition", letter.place().partition());
    json.put("offset", letter.place().offset());
    json.put("key", letter.key());
    json.put("origin", letter.origin());
    json.put("outcome", word().replace(' ', '_'));
    if (outcome instanceof Outcome.Failed failed) {
      Cause cause = failed.cause();
      json.put("stage", cause.stage());
      json.put("error_class", cause.exceptionClass());
      json.put("fault", fault(cause).orElse(null));
      json.put("sqlstate", cause.sqlState().orElse(null));
      json.put("constraint", cause.constraint().orElse(null));
      json.put("column", cause.column().orElse(null));
      json.put("tries", failed.tries());
    }
  }
}
