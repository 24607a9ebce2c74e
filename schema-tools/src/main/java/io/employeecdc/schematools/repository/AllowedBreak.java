package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.rule.Rule;
import java.time.LocalDate;

/**
 * What may break although it must not.
 *
 * @param file as findings name it
 * @param path where in the schema, as findings name it; empty for anywhere
 * @param until the last day
 * @param by who says so and why
 * @param at where it says so
 */
record AllowedBreak(
    String file, Rule rule, String path, LocalDate until, String by, TextPosition at) {
  boolean concerns(Finding finding) {
    return finding.rule() == rule
        && finding.file().equals(file)
        && (path.isEmpty() || finding.path().equals(path) || finding.path().endsWith("." + path));
  }

  boolean over(LocalDate today) {
    return today.isAfter(until);
  }
}
