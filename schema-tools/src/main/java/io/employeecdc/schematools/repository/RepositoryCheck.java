package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.SchemaCheck;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Affected;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges every schema of a repository against the same one at earlier times. */
final class RepositoryCheck {
  private final SchemaSet now;
  private final List<SchemaSet> earlier;
  private final Mode mode;
  private final Rules rules;
  private final List<Finding> loose = new ArrayList<>();
  private int changed;
  private int added;

  RepositoryCheck(SchemaSet now, List<SchemaSet> earlier, Mode mode, Rules rules) {
    this.now = now;
    this.earlier = earlier;
    this.mode = mode;
    this.rules = rules;
  }

  List<CheckResult> schemas() {
    List<CheckResult> schemas = new ArrayList<>();
    loose.addAll(now.notes());
    now.library().broken().forEach(this::broken);
    for (String key : now.judged().toList()) {
      List<List<String>> before = new ArrayList<>();
      for (SchemaSet set : earlier) {
        set.before(key, now).map(set.library()::content).ifPresent(before::add);
      }
      added += before.isEmpty() ? 1 : 0;
      List<String> content = now.library().content(key);
      if (before.isEmpty() || !before.stream().allMatch(content::equals)) {
        changed += before.isEmpty() ? 0 : 1;
        judge(key, schemas);
      } else {
        now.library().problem(key).ifPresent(this::asBefore);
      }
    }
    newest().ifPresent(this::gone);
    return schemas;
  }

  private void judge(String key, List<CheckResult> schemas) {
    try {
      SchemaFile file = now.library().schema(key);
      List<Version> versions = new ArrayList<>();
      for (SchemaSet set : earlier) {
        set.before(key, now).flatMap(was -> version(set, was, file)).ifPresent(versions::add);
      }
      schemas.add(SchemaCheck.run(new Version(file, file.name()), versions, mode, rules));
    } catch (MalformedSchemaException e) {
      malformed(e);
    }
  }

  private void broken(String path, MalformedSchemaException e) {
    if (newest().filter(set -> now.same(path, set)).isPresent()) {
      asBefore(e);
    } else if (now.judgedFile(path)) {
      malformed(e);
    }
  }

  private Optional<SchemaSet> newest() {
    return earlier.stream().reduce((older, newer) -> newer);
  }

  /** What is not about a schema that could be read; complete once all are judged. */
  List<Finding> loose() {
    return loose.stream().distinct().sorted(Comparator.comparing(Finding::at)).toList();
  }

  /** The line about all, with what became of the findings. */
  String total(List<Finding> findings) {
    long problems = findings.stream().filter(Finding::error).count();
    long allowed = findings.stream().filter(Finding::allowed).count();
    String line =
        (problems == 0 ? "compatible" : counted(problems, "problem"))
            + ": "
            + counted(now.judged().count(), "schema");
    if (earlier.isEmpty()) {
      return line + ", compared with nothing";
    }
    return line
        + (changed == 0 ? ", none changed" : ", " + changed + " changed")
        + (added == 0 ? "" : ", " + added + " new")
        + (allowed == 0 ? "" : ", " + counted(allowed, "break") + " allowed")
        + ", %s %s ".formatted(mode, problems == 0 ? "with" : "against")
        + String.join(", ", earlier.stream().map(SchemaSet::label).toList());
  }

  private static String counted(long number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }

  private Optional<Version> version(SchemaSet set, String key, SchemaFile file) {
    try {
      return Optional.of(new Version(set.library().schema(key), set.label()));
    } catch (MalformedSchemaException e) {
      loose.add(
          Finding.ofFile(
              Rule.NOT_JUDGED,
              TextPosition.startOf(file.name()),
              "it is not compared with what was no schema: " + e.getMessage(),
              ""));
      return Optional.empty();
    }
  }

  /** What is another schema's past is not gone, and of a file that is none now that is said. */
  private void gone(SchemaSet then) {
    Set<String> known =
        now.judged().flatMap(key -> then.before(key, now).stream()).collect(Collectors.toSet());
    known.addAll(now.library().broken().keySet().stream().filter(now::judgedFile).toList());
    then.goneIn(now)
        .filter(key -> !known.contains(key) && !known.contains(then.library().path(key)))
        .forEach(
            key ->
                loose.add(
                    Finding.ofFile(
                            Rule.SCHEMA_REMOVED,
                            TextPosition.startOf(key),
                            "it is gone since " + then.label(),
                            "put it back; if nobody writes or reads it any more, allow it")
                        .breaking(List.of(then.label()), Affected.RECORDS_IN_TOPIC)));
  }

  private void malformed(MalformedSchemaException e) {
    loose.add(Finding.ofFile(Rule.ILLEGAL_SCHEMA, e.position(), e.problem(), ""));
  }

  /** What was no schema before, such as a template, is nobody's change. */
  private void asBefore(MalformedSchemaException e) {
    String words = "it is no schema, as before: " + e.problem();
    loose.add(Finding.ofFile(Rule.NOT_JUDGED, e.position(), words, ""));
  }
}
