package io.employeecdc.contract.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says what happened to released versions since their release. Records that were written with a
 * released version are in the topic for good, so a file that says something else than it did is a
 * lie about them, and every check against it is worth nothing.
 */
public final class ReleaseGuard {
  private static final String RESTORE =
      "restore it from git; a change of the schema goes into src/main/avro and becomes a version by"
          + " 'cdc schema release'";

  private ReleaseGuard() {}

  public static List<Tampering> check(ReleasedFiles files) {
    Optional<Manifest> manifest = files.manifest();
    if (manifest.isEmpty()) {
      return files.schemas().isEmpty() ? List.of() : List.of(withoutManifest(files));
    }
    List<Tampering> found = new ArrayList<>();
    for (int line : manifest.get().malformed()) {
      found.add(
          listed(
              line,
              "line %d of %s is not a number, a date and a SHA-256"
                  .formatted(line, Manifest.FILE)));
    }
    numbers(manifest.get()).ifPresent(found::add);
    dates(manifest.get(), found);
    List<Release> releases = manifest.get().releases();
    releases.forEach(release -> changed(release, releases, files).ifPresent(found::add));
    for (String file : files.schemas()) {
      if (releases.stream().noneMatch(release -> release.file().equals(file))) {
        found.add(
            new Tampering(
                file,
                1,
                "%s is not in %s: it was never released".formatted(file, Manifest.FILE),
                "remove it; 'cdc schema release' makes versions out of src/main/avro"));
      }
    }
    return found;
  }

  private static Tampering withoutManifest(ReleasedFiles files) {
    return new Tampering(
        Manifest.FILE,
        1,
        "%s is missing, so nothing says whether %s %s as released"
            .formatted(
                Manifest.FILE,
                String.join(", ", files.schemas()),
                files.schemas().size() == 1 ? "is" : "are"),
        RESTORE);
  }

  /** The first number out of its place; all after it would only repeat it. */
  private static Optional<Tampering> numbers(Manifest manifest) {
    int expected = 0;
    for (Manifest.Entry entry : manifest.entries()) {
      expected++;
      if (entry.release().number() != expected) {
        return Optional.of(
            listed(
                entry.line(),
                "line %d of %s lists version %d where version %d belongs"
                    .formatted(entry.line(), Manifest.FILE, entry.release().number(), expected)));
      }
    }
    return Optional.empty();
  }

  private static void dates(Manifest manifest, List<Tampering> found) {
    Release before = null;
    for (Manifest.Entry entry : manifest.entries()) {
      Release release = entry.release();
      if (before != null && release.date().isBefore(before.date())) {
        found.add(
            listed(
                entry.line(),
                "version %d is dated %s, before version %d of %s"
                    .formatted(release.number(), release.date(), before.number(), before.date())));
      }
      before = release;
    }
  }

  private static Tampering listed(int line, String message) {
    return new Tampering(Manifest.FILE, line, message, RESTORE);
  }

  private static Optional<Tampering> changed(
      Release release, List<Release> all, ReleasedFiles files) {
    byte[] content = files.files().get(release.file());
    String message;
    if (content == null) {
      message = "%s is missing: it was released on %s";
    } else {
      String found = Release.fingerprint(content);
      if (found.equals(release.fingerprint())) {
        return Optional.empty();
      }
      String other =
          all.stream()
              .filter(r -> r.fingerprint().equals(found))
              .map(r -> "version " + r.number())
              .collect(Collectors.joining(", "));
      message =
          other.isEmpty()
              ? "%s was changed after its release on %s"
              : "%s holds " + other + " in place of what was released on %s";
    }
    return Optional.of(
        new Tampering(
            release.file(), 1, message.formatted(release.file(), release.date()), RESTORE));
  }
}
