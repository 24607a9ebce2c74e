package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.check.JudgedSchema;
import io.employeecdc.schematools.check.Mode;
import java.util.List;

/**
 * What came of a repository.
 *
 * @param schemas those that have changed or are new, and one that stands for what is about none
 * @param total one line about all of it
 */
public record RepositoryResult(List<JudgedSchema> schemas, String total) {
  static RepositoryResult of(
      List<JudgedSchema> schemas, RepositoryCheck.Counts counts, Mode mode, List<String> labels) {
    List<Finding> all = schemas.stream().flatMap(s -> s.result().findings().stream()).toList();
    long problems = all.stream().filter(Finding::error).count();
    long allowed = all.stream().filter(Finding::allowed).count();
    StringBuilder total = new StringBuilder();
    total.append(problems == 0 ? "compatible" : counted(problems, "problem"));
    total.append(": ").append(counted(counts.all(), "schema"));
    if (labels.isEmpty()) {
      return new RepositoryResult(schemas, total + ", compared with nothing");
    }
    total.append(", ").append(counts.changed() == 0 ? "none" : counts.changed()).append(" changed");
    total.append(counts.added() == 0 ? "" : ", " + counts.added() + " new");
    total.append(allowed == 0 ? "" : ", " + counted(allowed, "break") + " allowed");
    total.append(", ").append(mode).append(problems == 0 ? " with " : " against ");
    return new RepositoryResult(schemas, total + String.join(", ", labels));
  }

  private static String counted(long number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }
}
