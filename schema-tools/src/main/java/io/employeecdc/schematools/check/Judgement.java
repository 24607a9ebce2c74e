package io.employeecdc.schematools.check;

import java.util.List;
import java.util.Optional;

/**
 * What came of one or many schemas.
 *
 * @param total a line about all of them; empty where each has its own
 */
public record Judgement(List<JudgedSchema> schemas, Optional<String> total) {
  public List<CheckResult> results() {
    return schemas.stream().map(JudgedSchema::result).toList();
  }

  /** True if nothing is wrong with any. */
  public boolean compatible() {
    return results().stream().allMatch(CheckResult::compatible);
  }
}
