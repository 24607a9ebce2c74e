package io.employeecdc.schemacheck;

import java.util.List;
import java.util.Optional;

/** What came of one or many schemas; the total is a line about all of many. */
public record Judgement(List<CheckResult> results, Optional<String> total) {
  public boolean compatible() {
    return results.stream().allMatch(CheckResult::compatible);
  }
}
