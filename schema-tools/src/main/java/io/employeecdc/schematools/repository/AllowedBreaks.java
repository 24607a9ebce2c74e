package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.check.Finding.Severity;
import io.employeecdc.schematools.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets pass what is allowed, and keeps in mind what allowed nothing.
 *
 * @param trailers what commits since a version allow against it, by its label, oldest first
 * @param used what has let something pass
 */
record AllowedBreaks(
    List<AllowedBreak> settings,
    Map<String, BreakTrailers> trailers,
    LocalDate today,
    Set<AllowedBreak> used) {
  private BreakTrailers newest() {
    return trailers.values().stream().reduce((a, b) -> b).orElse(BreakTrailers.NONE);
  }

  Finding judged(Finding finding) {
    List<AllowedBreak> all =
        Stream.concat(settings.stream(), byCommits(finding))
            .filter(b -> b.concerns(finding))
            .toList();
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

  /** A commit that an earlier version holds already has allowed nothing against it. */
  private Stream<AllowedBreak> byCommits(Finding finding) {
    List<BreakTrailers> since = finding.versions().stream().map(trailers::get).toList();
    BreakTrailers last = since.isEmpty() ? newest() : since.get(since.size() - 1);
    return last.allowed().stream()
        .filter(b -> since.stream().allMatch(t -> t.allowed().contains(b)));
  }

  /** What excuses nothing; of older commits nobody has to be told. */
  List<Finding> unused() {
    Stream<Finding> unused =
        Stream.concat(settings.stream(), newest().allowed().stream())
            .filter(allowed -> !used.contains(allowed))
            .map(
                allowed ->
                    Finding.ofFile(
                        Rule.UNUSED_EXCEPTION,
                        allowed.at(),
                        "it excuses nothing: no %s in %s"
                            .formatted(allowed.rule().id(), ShownPath.of(allowed.file())),
                        allowed.until().equals(LocalDate.MAX) ? "" : "take it out"));
    return Stream.concat(unused, newest().mistaken().stream()).toList();
  }
}
