package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Rule;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final String KEY = "schema-break ";
  private static final Pattern LABEL = Pattern.compile(KEY + "(\\S.*?)\\s+([a-z-]+)");

  /**
   * Those that labels of a pull request allow; a mistaken one is complained about. GitHub's have 50
   * characters, so a file's name does.
   */
  static List<AllowedBreak> byLabels(OptionReader options, String labels) {
    List<AllowedBreak> allowed = new ArrayList<>();
    for (String text : labels.split("[,\n]", -1)) {
      String label = text.strip();
      Matcher parts = LABEL.matcher(label);
      Optional<Rule> rule = parts.matches() ? Rule.of(parts.group(2)) : Optional.empty();
      if (rule.isPresent()) {
        Path file = OptionReader.path(parts.group(1));
        String by = "by the label '" + label + "'";
        TextPosition at = TextPosition.startOf("label " + label);
        allowed.add(new AllowedBreak(file, rule.get(), "", LocalDate.MAX, by, at));
      } else if (label.startsWith(KEY)) {
        options.complain(
            "--labels", "one of them allows nothing; it is called " + KEY + "FILE RULE");
      }
    }
    return allowed;
  }

  boolean concerns(Finding finding) {
    return finding.rule() == rule
        && OptionReader.path(finding.file()).toAbsolutePath().normalize().endsWith(file)
        && (path.isEmpty() || finding.path().equals(path) || finding.path().endsWith("." + path));
  }

  boolean over(LocalDate today) {
    return today.isAfter(until);
  }
}
