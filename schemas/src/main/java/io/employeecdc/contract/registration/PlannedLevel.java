package io.employeecdc.contract.registration;

import io.employeecdc.contract.check.Mode;
import java.util.Arrays;
import java.util.Optional;

/**
 * What changes the subject allows, before and after. It is only ever raised: a stricter level
 * stays.
 *
 * @param before as the registry says it
 * @param inherited true if before is the registry's default and not said of the subject itself
 * @param after what the subject is to say
 */
public record PlannedLevel(String before, boolean inherited, String after) {
  static PlannedLevel of(String before, boolean inherited, Mode wanted) {
    boolean stricter = !inherited && known(before).filter(b -> b.covers(wanted)).isPresent();
    return new PlannedLevel(before, inherited, stricter ? before : wanted.name());
  }

  public boolean changes() {
    return inherited || !before.equals(after);
  }

  /** True if the subject would allow something that it does not allow now. */
  boolean loosens() {
    return !inherited
        && changes()
        && known(before).filter(b -> Mode.valueOf(after).covers(b)).isEmpty();
  }

  private static Optional<Mode> known(String level) {
    return Arrays.stream(Mode.values()).filter(mode -> mode.name().equals(level)).findFirst();
  }
}
