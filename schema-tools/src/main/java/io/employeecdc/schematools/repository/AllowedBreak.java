package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.rule.Rule;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What may break although it must not.
 *
 * @param file absolute, or how its path ends
 * @param path where in the schema, as findings name it; empty for anywhere
 * @param until the last day
 * @param by who says so and why
 * @param at where it says so
 */
record AllowedBreak(
    Path file, Rule rule, String path, LocalDate until, String by, TextPosition at) {
  boolean concerns(Finding finding) {
    return finding.rule() == rule
        && OptionReader.path(finding.file()).toAbsolutePath().normalize().endsWith(file)
        && (path.isEmpty() || finding.path().equals(path) || finding.path().endsWith("." + path));
  }

  boolean over(LocalDate today) {
    return today.isAfter(until);
  }
}
