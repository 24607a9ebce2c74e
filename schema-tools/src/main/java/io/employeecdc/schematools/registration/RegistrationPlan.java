package io.employeecdc.schematools.registration;

import io.employeecdc.contract.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What registering would do to one subject. Two plans are equal if they would do the same to the
 * same registry.
 *
 * @param mode the registry's for this subject, such as {@code READWRITE}
 * @param versions every released version, oldest first
 * @param refusals what the registry holds and the files do not explain, one sentence each; nothing
 *     is done while there are any
 */
public record RegistrationPlan(
    String subject,
    String mode,
    List<PlannedVersion> versions,
    PlannedLevel level,
    List<String> refusals) {
  private static final String WRITABLE = "READWRITE";

  /** The same with further reasons not to do it. */
  RegistrationPlan refusedFor(List<String> more) {
    List<String> all = Stream.concat(refusals.stream(), more.stream()).toList();
    return new RegistrationPlan(subject, mode, versions, level, all);
  }

  /**
   * Why the versions cannot have the ids here that another registry has given them, one sentence
   * each. Where records are mirrored that bear them, whoever reads there asks for them here.
   *
   * @param theirs what would be to be done there
   * @param other what sentences call that registry
   */
  List<String> unlike(RegistrationPlan theirs, String other) {
    List<String> all = new ArrayList<>();
    theirs.refusals.forEach(refusal -> all.add(other + ": " + refusal));
    for (PlannedVersion here : versions) {
      OptionalInt id = theirs.id(here.version);
      if (id.isEmpty()) {
        all.add("version %d is not registered at %s".formatted(here.version.number(), other));
      } else if (!here.isNew() && !here.id.equals(id)) {
        all.add(differs(here.version, here.id.getAsInt(), id.getAsInt(), other));
      }
    }
    return all;
  }

  static String differs(SchemaVersion version, int here, int there, String other) {
    return "version %d has id %d here and id %d at %s"
        .formatted(version.number(), here, there, other);
  }

  /** The registry's id of a version; empty if it is new there. */
  public OptionalInt id(SchemaVersion version) {
    return versions.get(version.number() - 1).id();
  }

  public List<PlannedVersion> missing() {
    return versions.stream().filter(PlannedVersion::isNew).toList();
  }

  public boolean changes() {
    return level.changes() || !missing().isEmpty();
  }

  public boolean refused() {
    return !refusals.isEmpty();
  }

  public boolean readOnly() {
    return changes() && !mode.equals(WRITABLE);
  }

  /** A released version and the registry's id of it, which is empty if it is new there. */
  public record PlannedVersion(SchemaVersion version, OptionalInt id) {
    public boolean isNew() {
      return id.isEmpty();
    }
  }

  /**
   * What changes the subject allows, before and after. It is only ever raised, as after is the
   * strictest there is.
   *
   * @param before as the registry says it
   * @param inherited true if before is the registry's default and not said of the subject itself
   */
  public record PlannedLevel(String before, boolean inherited) {
    public String after() {
      return "FULL_TRANSITIVE";
    }

    public boolean changes() {
      return inherited || !before.equals(after());
    }
  }
}
