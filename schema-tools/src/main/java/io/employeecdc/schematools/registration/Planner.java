package io.employeecdc.schematools.registration;

import io.employeecdc.contract.HeldVersion;
import io.employeecdc.contract.RegistrySubject;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedLevel;
import io.employeecdc.schematools.registration.RegistrationPlan.PlannedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * Holds what is in the registry against the files. The registry's versions 1 to k must be the
 * files' versions 1 to k, number by number; then the rest can follow. Anything else has a cause
 * that only its owner knows, so it is reported and never mended.
 */
record Planner(RegistrySubject subject, List<SchemaVersion> releases, List<String> refusals) {
  static RegistrationPlan plan(RegistrySubject subject, List<SchemaVersion> releases) {
    Planner planner = new Planner(subject, releases, new ArrayList<>());
    subject.deleted().forEach(planner::deleted);
    subject.held().forEach(planner::held);
    planner.missing();
    PlannedLevel level = new PlannedLevel(subject.level(), subject.inherited());
    List<PlannedVersion> versions = releases.stream().map(planner::planned).toList();
    return new RegistrationPlan(
        subject.name(), subject.mode(), versions, level, List.copyOf(planner.refusals));
  }

  private PlannedVersion planned(SchemaVersion release) {
    OptionalInt id =
        subject.held().stream()
            .filter(held -> isRelease(held, release))
            .mapToInt(HeldVersion::id)
            .findFirst();
    return new PlannedVersion(release, id);
  }

  private void deleted(int number) {
    refusals.add(
        "registry version %d was deleted, but not for good; records may have been written with it"
            .formatted(number));
  }

  private void held(HeldVersion held) {
    String what = "registry version %d (id %d)".formatted(held.version(), held.id());
    if (!held.type().equals("AVRO")) {
      refusals.add("%s is not Avro but %s".formatted(what, held.type()));
      return;
    }
    Optional<SchemaVersion> release = releases.stream().filter(r -> isRelease(held, r)).findFirst();
    if (release.isEmpty()) {
      refusals.add("%s is none of the released versions: %s".formatted(what, difference(held)));
    } else if (release.get().number() != held.version()) {
      refusals.add("%s is the released version %d".formatted(what, release.get().number()));
    }
  }

  /** A number that the registry has passed over: a version registered now would come too late. */
  private void missing() {
    List<Integer> held = subject.held().stream().map(HeldVersion::version).toList();
    int newest = held.stream().mapToInt(number -> number).max().orElse(0);
    for (int number = 1; number < newest; number++) {
      if (!held.contains(number) && !subject.deleted().contains(number)) {
        refusals.add("registry version %d is gone, and newer ones are there".formatted(number));
      }
    }
  }

  private String difference(HeldVersion held) {
    SchemaVersion nearest =
        releases.get(Math.min(Math.max(held.version(), 1), releases.size()) - 1);
    return parsed(held)
        .map(s -> SchemaContent.difference(s, nearest.schema(), "version " + nearest.number()))
        .orElse("it cannot be read as a schema of its own");
  }

  private static boolean isRelease(HeldVersion held, SchemaVersion release) {
    return parsed(held).filter(s -> SchemaContent.same(s, release.schema())).isPresent();
  }

  private static Optional<Schema> parsed(HeldVersion held) {
    if (!held.type().equals("AVRO")) {
      return Optional.empty();
    }
    try {
      return Optional.of(SchemaFile.parse("registry", held.text()).schema());
    } catch (MalformedSchemaException e) {
      return Optional.empty();
    }
  }
}
