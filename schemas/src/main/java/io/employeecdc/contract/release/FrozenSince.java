package io.employeecdc.contract.release;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Says what happened to released versions since a revision. A change of a file and of its line in
 * the list, made together, agree with each other; only the past knows better.
 */
public final class FrozenSince {
  private final String label;
  private final ReleasedFiles then;
  private final ReleasedFiles now;

  private FrozenSince(String label, ReleasedFiles then, ReleasedFiles now) {
    this.label = label;
    this.then = then;
    this.now = now;
  }

  /** What was released then and is not the same now; versions released since are no difference. */
  public static List<Tampering> check(String label, ReleasedFiles then, ReleasedFiles now) {
    return new FrozenSince(label, then, now).differences();
  }

  private List<Tampering> differences() {
    List<Tampering> found = new ArrayList<>();
    Optional<Manifest> manifest = then.manifest();
    if (manifest.isEmpty()) {
      then.schemas().forEach(file -> content(file).ifPresent(found::add));
      return found;
    }
    List<Manifest.Entry> present = now.manifest().map(Manifest::entries).orElse(List.of());
    List<Release> past = manifest.get().releases();
    for (int i = 0; i < past.size(); i++) {
      Release release = past.get(i);
      Optional<Manifest.Entry> entry =
          i < present.size() ? Optional.of(present.get(i)) : Optional.empty();
      content(release.file()).or(() -> listed(release, entry)).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Tampering> content(String file) {
    byte[] was = then.files().get(file);
    byte[] is = now.files().get(file);
    if (was == null || Arrays.equals(was, is)) {
      return Optional.empty();
    }
    String message =
        is == null
            ? "%s is released at %s and missing here".formatted(file, label)
            : "%s is not what it is at %s, where it was released before".formatted(file, label);
    return Optional.of(new Tampering(file, 1, message, remedy()));
  }

  private Optional<Tampering> listed(Release was, Optional<Manifest.Entry> entry) {
    if (entry.isPresent() && entry.get().release().equals(was)) {
      return Optional.empty();
    }
    return Optional.of(
        new Tampering(
            Manifest.FILE,
            entry.map(Manifest.Entry::line).orElse(1),
            "%s lists version %d otherwise than at %s: there it is '%s'"
                .formatted(Manifest.FILE, was.number(), label, was.line()),
            remedy()));
  }

  private String remedy() {
    return "take it from "
        + label
        + "; if it was released there after this branch began, merge that first and release again";
  }
}
