package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.avsc.TextPosition;
import io.employeecdc.schematools.rule.Rule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks that labels of a pull request allow. GitHub's have 50 characters, so a file's name does.
 */
final class BreakLabels {
  private static final String KEY = "schema-break ";
  private static final Pattern LABEL = Pattern.compile(KEY + "(\\S.*?)\\s+([a-z-]+)");

  private BreakLabels() {}

  /** Those of all labels that are meant so; a mistaken one is complained about. */
  static List<AllowedBreak> of(OptionReader options, String labels) {
    List<AllowedBreak> allowed = new ArrayList<>();
    for (String text : labels.split("[,\n]", -1)) {
      String label = text.strip();
      if (label.startsWith(KEY)) {
        Optional<AllowedBreak> read = read(label);
        read.ifPresent(allowed::add);
        if (read.isEmpty()) {
          options.complain(
              "--labels", "one of them allows nothing; it is called " + KEY + "FILE RULE");
        }
      }
    }
    return allowed;
  }

  private static Optional<AllowedBreak> read(String label) {
    Matcher parts = LABEL.matcher(label);
    return Optional.of(parts)
        .filter(Matcher::matches)
        .flatMap(matched -> Rule.of(matched.group(2)))
        .map(
            rule ->
                new AllowedBreak(
                    OptionReader.path(parts.group(1)),
                    rule,
                    "",
                    LocalDate.MAX,
                    "by the label '" + label + "'",
                    TextPosition.startOf("label " + label)));
  }
}
