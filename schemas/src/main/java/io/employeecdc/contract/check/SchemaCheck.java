package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges one schema against the versions before it. */
public final class SchemaCheck {
  private final Version candidate;
  private final Mode mode;
  private final Findings findings = new Findings();
  private final List<PairVerdict> verdicts = new ArrayList<>();

  private SchemaCheck(Version candidate, Mode mode) {
    this.candidate = candidate;
    this.mode = mode;
  }

  /**
   * Checks everything and finds everything.
   *
   * @param earlier oldest first; a mode that is not transitive judges the last only
   */
  public static CheckResult run(Version candidate, List<Version> earlier, Mode mode, Rules rules) {
    SchemaCheck check = new SchemaCheck(candidate, mode);
    List<Version> judged = judged(earlier, mode);
    for (Version version : judged) {
      check.against(version, version.equals(judged.get(judged.size() - 1)));
    }
    if (mode != Mode.NONE) {
      check.findings.add(unusedDefaults(candidate.file().root()));
    }
    return new CheckResult(
        candidate,
        mode,
        rules,
        judged.stream().map(Version::label).toList(),
        List.copyOf(check.verdicts),
        check.findings.list(candidate, mode, rules));
  }

  private static List<Version> judged(List<Version> earlier, Mode mode) {
    if (mode == Mode.NONE || earlier.isEmpty()) {
      return List.of();
    }
    return mode.transitive() ? earlier : earlier.subList(earlier.size() - 1, earlier.size());
  }

  private void against(Version version, boolean newest) {
    Spot was = version.file().root();
    Spot now = candidate.file().root();
    for (Direction direction : Direction.values()) {
      if (mode.asks(direction)) {
        boolean reads = direction == Direction.NEW_READS_OLD;
        judge(version, direction, reads ? was : now, reads ? now : was);
      }
    }
    findings.add(version.label(), StrictWalk.walk(was, now, newest));
  }

  /**
   * The two verdicts decide, the walk explains. Where it explains nothing, the verdict is reported
   * in the library's words; where it objects and the decoder does not, the decoder is right.
   */
  private void judge(Version version, Direction direction, Spot writer, Spot reader) {
    Optional<String> failure = DecoderVerdict.failure(writer.schema(), reader.schema());
    List<String> refusals = RegistryVerdict.refusals(writer.schema(), reader.schema());
    verdicts.add(
        new PairVerdict(version.label(), direction, failure.isEmpty(), refusals.isEmpty()));
    List<Observation> observed = new ArrayList<>(ReadWalk.walk(writer, reader, direction));
    observed.removeIf(
        o ->
            switch (o.rule().origin()) {
              case AVRO -> failure.isEmpty() && !o.rule().informs();
              case REGISTRY -> refusals.isEmpty();
              case OURS -> false;
            });
    Spot root = candidate.file().root();
    if (failure.isPresent() && !has(observed, Origin.AVRO)) {
      observed.add(unexplained(Rule.UNREADABLE, direction, root, "Avro says: " + failure.get()));
    }
    if (failure.isEmpty() && !refusals.isEmpty() && !has(observed, Origin.REGISTRY)) {
      String words = "its check says: " + String.join("; ", refusals);
      observed.add(unexplained(Rule.REGISTRY_REFUSES, direction, root, words));
    }
    findings.add(version.label(), observed);
  }

  private static boolean has(List<Observation> observed, Origin origin) {
    return observed.stream().anyMatch(o -> o.rule().origin() == origin && !o.rule().informs());
  }

  private static Observation unexplained(Rule rule, Direction direction, Spot root, String words) {
    return new Observation(
        rule, direction, root.at(), root.path(), words, "undo the change at this type");
  }

  /** Defaults that no reader needs yet and that would fail the first one that does. */
  private static List<Observation> unusedDefaults(Spot root) {
    List<Observation> found = new ArrayList<>();
    Parts.fields(root).stream()
        .filter(field -> !Defaults.fits(field))
        .forEach(field -> found.add(unused(field)));
    return found;
  }

  private static Observation unused(FieldSpot field) {
    return new Observation(
        Rule.UNUSED_DEFAULT_DOES_NOT_FIT,
        null,
        field.at("default"),
        field.path(),
        "the default %s of %s is not a value of its type, %s"
            .formatted(
                Words.value(field.defaultValue()),
                Words.quoted(field.name()),
                Words.type(field.field().schema())),
        "write a default that is one, such as " + Defaults.example(field.field().schema()));
  }
}
