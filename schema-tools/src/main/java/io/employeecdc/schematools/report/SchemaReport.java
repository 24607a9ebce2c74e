package io.employeecdc.schematools.report;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Everything that the pages say about one schema.
 *
 * @param versions oldest first; the last is the candidate if it is a change
 */
public record SchemaReport(
    CheckResult change,
    List<ReportedVersion> versions,
    Matrix matrix,
    List<TypeLife> life,
    SampleSizes sizes) {
  /**
   * Looks back at the versions before a change. One that is the last of them, word for word, does
   * not count as a version of its own.
   */
  public static SchemaReport of(CheckResult change) {
    List<Version> earlier = change.earlier();
    List<ReportedVersion> versions = new ArrayList<>();
    earlier.forEach(version -> versions.add(new ReportedVersion(version, false)));
    if (earlier.isEmpty() || !same(change.candidate(), earlier.get(earlier.size() - 1))) {
      versions.add(new ReportedVersion(change.candidate(), true));
    }
    return new SchemaReport(
        change,
        List.copyOf(versions),
        Matrix.of(versions, change.mode(), change.rules()),
        TypeLife.of(versions.stream().map(v -> v.version().file().root()).toList()),
        SampleSizes.of(versions));
  }

  /** Everything counts, also docs; how the file is laid out does not. */
  private static boolean same(Version one, Version other) {
    return one.file().schema().toString().equals(other.file().schema().toString());
  }

  public String verdict() {
    Headline headline = headline();
    return name() + ": " + headline.title() + ". " + headline.detail();
  }

  Headline headline() {
    return Headline.of(this);
  }

  String name() {
    return newest().version().file().root().path();
  }

  String fullName() {
    return change.candidate().file().schema().getFullName();
  }

  String rules() {
    return change.rules().name().toLowerCase(Locale.ROOT);
  }

  boolean changed() {
    return newest().working();
  }

  int released() {
    return changed() ? versions.size() - 1 : versions.size();
  }

  List<Finding> findings() {
    return change.findings().stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  List<Life> lives() {
    return life.stream().flatMap(type -> type.lives().stream()).toList();
  }

  private ReportedVersion newest() {
    return versions.get(versions.size() - 1);
  }

  record ReportedVersion(Version version, boolean working) {
    /** How columns call it: {@code v3}, or the name of a file or a git revision. */
    String heading() {
      return version.label().replaceFirst("^version ", "v");
    }
  }
}
