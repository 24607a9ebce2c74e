package io.employeecdc.pipeline.schema;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Mode;

/** One sentence about a whole check. */
final class Summary {
  private Summary() {}

  static String of(CheckResult result) {
    String file = result.candidate().file().name();
    if (result.mode() == Mode.NONE) {
      return file + ": not judged, as the mode is NONE";
    }
    if (result.versions().isEmpty()) {
      return file + ": " + count(result.errors()) + ", and no earlier version to compare with";
    }
    return "%s: %s, %s %s"
        .formatted(
            file,
            count(result.errors()),
            result.mode() + (result.compatible() ? " with" : " against"),
            String.join(", ", result.versions()));
  }

  private static String count(long errors) {
    return errors == 0 ? "compatible" : errors == 1 ? "1 problem" : errors + " problems";
  }
}
