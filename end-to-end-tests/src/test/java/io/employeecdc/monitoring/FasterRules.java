package io.employeecdc.monitoring;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A copy of the rules for which time runs twenty times as fast: ranges, offsets, and what is
 * compared with seconds. What must hold for a while must hold for two seconds; all else is as it is
 * shipped. That the times themselves are right is for the tests of promtool.
 */
final class FasterRules {
  static final int TIMES = 20;
  private static final Pattern FOR = Pattern.compile("for: \\w+");
  private static final Pattern RANGE = Pattern.compile("(\\[|offset )(\\d+)([smhd])");

  /** Of these, the value after the comparison is a number of seconds. */
  private static final Pattern SECONDS =
      Pattern.compile(
          "((?:_seconds|_seconds_bucket|_tx_duration)\\b.* > )(\\d+)$", Pattern.MULTILINE);

  private FasterRules() {}

  static String of(String rules) {
    String soon = FOR.matcher(rules).replaceAll("for: 2s");
    String faster = replace(RANGE, soon, range -> range.group(1) + faster(range) + "s");
    return replace(
        SECONDS, faster, limit -> limit.group(1) + Double.parseDouble(limit.group(2)) / TIMES);
  }

  private static long faster(MatchResult range) {
    Duration time =
        Duration.parse(("d".equals(range.group(3)) ? "P" : "PT") + range.group(2) + range.group(3));
    return time.dividedBy(TIMES).toSeconds();
  }

  private static String replace(Pattern what, String text, Function<MatchResult, String> with) {
    return what.matcher(text).replaceAll(found -> with.apply(found).replace("$", "\\$"));
  }
}
