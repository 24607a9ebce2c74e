package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.avsc.SchemaNode;
import io.employeecdc.schemacheck.rule.DecoderVerdict;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schemacheck.rule.IllegalSchema;
import io.employeecdc.schemacheck.rule.NoTable;
import io.employeecdc.schemacheck.rule.Objector;
import io.employeecdc.schemacheck.rule.Observation;
import io.employeecdc.schemacheck.rule.ReadWalk;
import io.employeecdc.schemacheck.rule.Rule;
import io.employeecdc.schemacheck.rule.StrictWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

public final class SchemaCheck {
  private final Version candidate;
  private final Mode mode;
  private final List<Observation> illegal;
  private final FindingList findings = new FindingList();
  private final List<CheckResult.PairVerdict> verdicts = new ArrayList<>();

  private SchemaCheck(Version candidate, Mode mode) {
    this.candidate = candidate;
    this.mode = mode;
    this.illegal = IllegalSchema.find(candidate.file());
  }

  /** Finds everything, against versions of which the oldest comes first. */
  public static CheckResult run(Version candidate, List<Version> earlier, Mode mode, Rules rules) {
    SchemaCheck check = new SchemaCheck(candidate, mode);
    List<Version> judged = judged(earlier, mode);
    for (Version version : judged) {
      check.against(version, version.equals(judged.get(judged.size() - 1)));
    }
    check.findings.add(check.illegal);
    if (check.illegal.isEmpty()) {
      check.findings.add(NoTable.find(candidate.file()));
    }
    return new CheckResult(
        candidate,
        mode,
        rules,
        earlier,
        judged.stream().map(Version::label).toList(),
        List.copyOf(check.verdicts),
        check.findings.list(candidate, mode, rules));
  }

  /** Whether one reads what the other has written; the direction says which is the newer. */
  public static CheckResult ofPair(
      Version writer, Version reader, Direction direction, Rules rules) {
    return direction == Direction.NEW_READS_OLD
        ? run(reader, List.of(writer), Mode.BACKWARD, rules)
        : run(writer, List.of(reader), Mode.FORWARD, rules);
  }

  private static List<Version> judged(List<Version> earlier, Mode mode) {
    if (mode == Mode.NONE || earlier.isEmpty()) {
      return List.of();
    }
    return mode.transitive() ? earlier : earlier.subList(earlier.size() - 1, earlier.size());
  }

  private void against(Version version, boolean newest) {
    SchemaNode was = version.file().root();
    SchemaNode now = candidate.file().root();
    for (Direction direction : Direction.values()) {
      if (mode.asks(direction)) {
        boolean reads = direction == Direction.NEW_READS_OLD;
        judge(version, direction, reads ? was : now, reads ? now : was);
      }
    }
    findings.add(version.label(), StrictWalk.walk(was, now, newest));
    findings.add(version.label(), NoTable.changed(version.file(), candidate.file()));
    findings.add(version.label(), NoTable.otherSymbols(version.file(), candidate.file()));
  }

  /**
   * The two verdicts decide, the walk explains. Where it explains nothing, the verdict is reported
   * in the library's words; where it objects and the decoder does not, the decoder is right.
   */
  private void judge(Version version, Direction direction, SchemaNode writer, SchemaNode reader) {
    Optional<String> failure = DecoderVerdict.of(writer.schema(), reader.schema()).failure();
    List<String> refusals = RegistryVerdict.refusals(writer.schema(), reader.schema());
    verdicts.add(
        new CheckResult.PairVerdict(
            version.label(), direction, failure.isEmpty(), refusals.isEmpty()));
    boolean alone = !(mode.asks(Direction.NEW_READS_OLD) && mode.asks(Direction.OLD_READS_NEW));
    List<Observation> observed = new ArrayList<>(ReadWalk.walk(writer, reader, direction, alone));
    observed.removeIf(
        o ->
            switch (o.origin()) {
              case AVRO -> failure.isEmpty() && o.objects();
              case REGISTRY -> refusals.isEmpty();
              case DECODER, OURS -> false;
            });
    SchemaNode root = candidate.file().root();
    boolean said = !illegal.isEmpty();
    observed.removeIf(o -> said && o.rule() == Rule.UNREADABLE);
    if (failure.isPresent() && !said && !has(observed, Objector.AVRO)) {
      observed.add(unexplained(Rule.UNREADABLE, direction, root, "Avro says: " + failure.get()));
    }
    if (failure.isEmpty() && !refusals.isEmpty() && !has(observed, Objector.REGISTRY)) {
      String words = "its check says: " + String.join("; ", refusals);
      observed.add(unexplained(Rule.REGISTRY_REFUSES, direction, root, words));
    }
    if (refusals.isEmpty()) {
      observed.replaceAll(o -> o.origin() == Objector.AVRO && o.objects() ? o.ofDecoderAlone() : o);
    }
    findings.add(version.label(), observed);
  }

  private static boolean has(List<Observation> observed, Objector origin) {
    return observed.stream().anyMatch(o -> o.origin() == origin && o.objects());
  }

  private static Observation unexplained(
      Rule rule, Direction direction, SchemaNode root, String words) {
    return new Observation(rule, direction, root, "", words, "undo the change");
  }
}
