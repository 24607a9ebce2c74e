package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.check.Finding;
import io.employeecdc.schematools.check.Mode;
import java.util.List;

final class Total {
  private Total() {}

  static String line(
      List<Finding> findings, RepositoryCheck.Counts counts, Mode mode, List<String> earlier) {
    long problems = findings.stream().filter(Finding::error).count();
    long allowed = findings.stream().filter(Finding::allowed).count();
    StringBuilder line = new StringBuilder();
    line.append(problems == 0 ? "compatible" : counted(problems, "problem"));
    line.append(": ").append(counted(counts.all(), "schema"));
    if (earlier.isEmpty()) {
      return line + ", compared with nothing";
    }
    line.append(", ").append(counts.changed() == 0 ? "none" : counts.changed()).append(" changed");
    line.append(counts.added() == 0 ? "" : ", " + counts.added() + " new");
    line.append(allowed == 0 ? "" : ", " + counted(allowed, "break") + " allowed");
    line.append(", ").append(mode).append(problems == 0 ? " with " : " against ");
    return line + String.join(", ", earlier);
  }

  private static String counted(long number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }
}
