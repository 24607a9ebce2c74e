package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.check.CheckResult;
import io.employeecdc.contract.check.Finding;
import io.employeecdc.contract.check.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that the pages say about one schema. */
public final class SchemaReport {
  private final CheckResult change;
  private final boolean changed;
  private final int released;
  private final List<ReportedVersion> versions;
  private final Matrix matrix;
  private final List<TypeLife> life;
  private final List<SampleSizes> sizes;

  private SchemaReport(CheckResult change, boolean changed, List<Version> earlier) {
    this.change = change;
    this.changed = changed;
    this.released = earlier.size();
    this.versions = versions(change.candidate(), changed, earlier);
    this.matrix = Matrix.of(versions, change.mode(), change.rules());
    this.life = TypeLife.of(versions.stream().map(v -> v.version().file().root()).toList());
    this.sizes = SampleSizes.of(versions);
  }

  /**
   * Looks back at the versions before a change.
   *
   * @param change what the check says of the schema that is being worked on; where that is the last
   *     of the earlier ones, word for word, it does not count as a version of its own
   * @param earlier those that it was checked against, oldest first; also those that its mode skips
   */
  public static SchemaReport of(CheckResult change, List<Version> earlier) {
    boolean changed = earlier.isEmpty() || !same(change.candidate(), Lists.last(earlier));
    return new SchemaReport(change, changed, List.copyOf(earlier));
  }

  /** Everything counts, also docs; how the file is laid out does not. */
  private static boolean same(Version one, Version other) {
    return one.file().schema().toString().equals(other.file().schema().toString());
  }

  private static List<ReportedVersion> versions(
      Version candidate, boolean changed, List<Version> earlier) {
    List<ReportedVersion> versions = new ArrayList<>();
    earlier.forEach(version -> versions.add(new ReportedVersion(version, false)));
    if (changed) {
      versions.add(new ReportedVersion(candidate, true));
    }
    return List.copyOf(versions);
  }

  /** False if the change breaks anything. */
  public boolean compatible() {
    return change.compatible();
  }

  /** The verdict in one sentence, such as a terminal shows. */
  public String verdict() {
    Headline headline = headline();
    return name() + ": " + headline.title() + ". " + headline.detail();
  }

  String name() {
    return versions.get(versions.size() - 1).version().file().root().path();
  }

  String fullName() {
    return change.candidate().file().schema().getFullName();
  }

  CheckResult change() {
    return change;
  }

  /** Errors first, then by place. */
  List<Finding> findings() {
    return change.findings().stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /** True if the candidate differs from the newest earlier version. */
  boolean changed() {
    return changed;
  }

  /** How many versions came before the change. */
  int released() {
    return released;
  }

  /** Oldest first; the last is the candidate if it is a change. */
  List<ReportedVersion> versions() {
    return versions;
  }

  Headline headline() {
    return Headline.of(this);
  }

  Matrix matrix() {
    return matrix;
  }

  List<TypeLife> life() {
    return life;
  }

  List<SampleSizes> sizes() {
    return sizes;
  }
}
