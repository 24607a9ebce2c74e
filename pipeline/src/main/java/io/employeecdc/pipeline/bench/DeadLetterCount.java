package io.employeecdc.pipeline.bench;

import io.employeecdc.pipeline.run.LocalPipeline;
import io.employeecdc.pipeline.verify.DifferingKeys;
import io.employeecdc.pipeline.verify.VerifyResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a load with changes that the target refuses.
 *
 * @param letters how many of the measured changes became dead letters
 * @param restEqual whether there are any, and source and target differ in their employees only
 */
record DeadLetterCount(long letters, boolean restEqual) {
  private static final int MOST_KEYS = 1_000_000;

  static DeadLetterCount of(Constrained stage) throws InterruptedException {
    LocalPipeline pipeline = stage.pipeline();
    var letters = TopicContent.read(pipeline.kafka(), pipeline.names().deadLetters());
    Set<Long> employees = new HashSet<>();
    letters.forEach(
        letter -> employees.add(Long.valueOf(new String(letter.key(), StandardCharsets.US_ASCII))));
    VerifyResult result = pipeline.verify(MOST_KEYS);
    boolean restEqual =
        List.of(result.missing(), result.extra(), result.different()).stream()
            .map(DifferingKeys::keys)
            .allMatch(employees::containsAll);
    return new DeadLetterCount(stage.deadLetters(), restEqual && stage.deadLetters() > 0);
  }
}
