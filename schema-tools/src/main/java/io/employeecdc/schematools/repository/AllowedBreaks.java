package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Finding.Severity;
import io.employeecdc.schemacheck.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets pass what is allowed, and keeps in mind what allowed nothing.
 *
 * @param used what has let something pass
 */
record AllowedBreaks(List<AllowedBreak> breaks, LocalDate today, Set<AllowedBreak> used) {
  Finding judged(Finding finding) {
    List<AllowedBreak> all = breaks.stream().filter(b -> b.concerns(finding)).toList();
    if (!finding.error() || all.isEmpty()) {
      return finding;
    }
    used.addAll(all);
    Optional<AllowedBreak> valid = all.stream().filter(b -> !b.over(today)).findFirst();
    return valid
        .map(b -> finding.with(Severity.ALLOWED, "allowed " + b.by()))
        .orElseGet(
            () -> finding.with(finding.severity(), "its exception is over, " + all.get(0).by()));
  }

  List<Finding> unused() {
    return breaks.stream()
        .filter(allowed -> !used.contains(allowed))
        .map(
            allowed ->
                Finding.ofFile(
                    Rule.UNUSED_EXCEPTION,
                    allowed.at(),
                    "it excuses nothing: no %s in %s"
                        .formatted(allowed.rule().id(), ShownPath.of(allowed.file())),
                    allowed.until().equals(LocalDate.MAX) ? "" : "take it out"))
        .toList();
  }
}
