package io.employeecdc.schematools.command;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.SchemaCheck;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema and what it is judged against.
 *
 * @param earlier oldest first
 * @param frozen what happened to its released versions, whatever the rules are: they say what
 *     counts in a schema, not whether the compared files are true
 */
record Comparison(SchemaText candidate, List<SchemaText> earlier, List<Finding> frozen) {
  Comparison with(List<Finding> more) {
    List<Finding> all = new ArrayList<>(frozen);
    all.addAll(more);
    return new Comparison(candidate, earlier, List.copyOf(all));
  }

  CheckResult check(Mode mode, Rules rules) {
    try {
      return SchemaCheck.run(candidate.load(), loaded(), mode, rules).after(frozen);
    } catch (MalformedSchemaException e) {
      throw new CdcException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /** A released version that is no schema any more is left out: that it was changed is said. */
  List<Version> loaded() {
    List<Version> versions = new ArrayList<>();
    for (SchemaText text : earlier) {
      try {
        versions.add(text.load());
      } catch (MalformedSchemaException e) {
        if (frozen.stream().noneMatch(finding -> finding.file().equals(text.name()))) {
          throw e;
        }
      }
    }
    return versions;
  }
}
