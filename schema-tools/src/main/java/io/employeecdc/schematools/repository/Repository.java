package io.employeecdc.schematools.repository;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Judgement;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Rule;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Schemas in many files, and by what their changes are judged.
 *
 * @param imports what they use and is not judged itself
 * @param earlier what they are compared with, oldest first
 * @param except rules that do not count
 * @param today the day by which exceptions end
 */
public record Repository(
    List<SchemaRoot> judged,
    List<SchemaRoot> imports,
    List<EarlierFiles> earlier,
    Mode mode,
    Rules rules,
    Set<Rule> except,
    List<AllowedBreak> exceptions,
    LocalDate today) {
  private static final String NOTHING =
      "{\"type\": \"record\", \"name\": \"repository\", \"fields\": []}";

  public Judgement check() {
    try {
      SchemaSet now = new SchemaSet("now");
      for (SchemaRoot root : judged) {
        root.read(root.path(), now);
      }
      now.endOfJudged();
      for (SchemaRoot root : imports) {
        root.read(root.path(), now);
      }
      List<SchemaSet> sets = new ArrayList<>();
      for (EarlierFiles version : earlier) {
        SchemaSet then = version.read();
        version.tellMoved(now, then);
        sets.add(then);
      }
      if (now.empty() && sets.stream().allMatch(SchemaSet::empty)) {
        throw new CdcException(
            ExitCode.CONFIGURATION,
            "nothing was judged: no .avsc, .avpr or .avdl in "
                + String.join(", ", judged.stream().map(r -> r.path().toString()).toList()));
      }
      return judged(new RepositoryCheck(now, sets, mode, rules));
    } catch (IOException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION, "the schemas cannot be read: " + e.getMessage(), e);
    }
  }

  private Judgement judged(RepositoryCheck check) {
    List<CheckResult> schemas = new ArrayList<>(SharedFindings.once(check.schemas()));
    AllowedBreaks breaks = new AllowedBreaks(exceptions, today, new HashSet<>());
    schemas.replaceAll(schema -> schema.with(counting(schema.findings(), breaks)));
    List<Finding> loose = new ArrayList<>(counting(check.loose(), breaks));
    loose.addAll(breaks.unused());
    if (!loose.isEmpty()) {
      schemas.add(about(loose));
    }
    List<Finding> all = schemas.stream().flatMap(s -> s.findings().stream()).toList();
    return new Judgement(schemas, Optional.of(check.total(all)));
  }

  private List<Finding> counting(List<Finding> findings, AllowedBreaks breaks) {
    return findings.stream()
        .filter(finding -> rules.count(finding.origin()) || !finding.error())
        .filter(finding -> !except.contains(finding.rule()))
        .map(breaks::judged)
        .toList();
  }

  /** Stands in the list of schemas for what is about none. */
  private CheckResult about(List<Finding> findings) {
    Version none = new Version(SchemaFile.parse("repository", NOTHING), "repository");
    return new CheckResult(none, mode, rules, List.of(), List.of(), List.of(), findings);
  }
}
