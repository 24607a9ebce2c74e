package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How source and target compare.
 *
 * @param keys those that are not proven equal; a kind of which there are none may be absent
 * @param settled how many keys changed while they were compared, and turned out to be equal
 * @param waitingFor what was waited for when the time was over; empty if nothing
 * @param through by the source's clock; each row that is not listed was seen in the target as the
 *     source had it then or later
 */
public record VerifyResult(
    long sourceRows,
    long targetRows,
    Map<Kind, DifferingKeys> keys,
    long settled,
    String waitingFor,
    Instant through) {

  public VerifyResult {
    keys = Map.copyOf(keys);
  }

  /** In what way a key is not proven equal. */
  public enum Kind {
    /** Only the source has it. */
    MISSING,
    /** Only the target has it. */
    EXTRA,
    /** Both have it, with another row. */
    DIFFERENT,
    /** It changed while it was compared, and could not be told in time. */
    IN_FLIGHT;

    /** That of a key whose digests are not equal; null for a side that does not have it. */
    static Kind of(Long source, Long target) {
      if (target == null) {
        return MISSING;
      }
      return source == null ? EXTRA : DIFFERENT;
    }

    /** As programs read it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DifferingKeys of(Kind kind) {
    return keys.getOrDefault(kind, DifferingKeys.NONE);
  }

  /** True if every key is proven equal; one that is still on its way is not. */
  public boolean equal() {
    return keys.values().stream().allMatch(found -> found.count() == 0);
  }

  /** How many keys truly differ. */
  public long differences() {
    return of(Kind.MISSING).count() + of(Kind.EXTRA).count() + of(Kind.DIFFERENT).count();
  }

  /** {@code equal}, {@code different}, or {@code unsettled}, as reports say it. */
  public String verdict() {
    if (differences() > 0) {
      return "different";
    }
    return equal() ? "equal" : "unsettled";
  }

  /**
   * The keys that differ in one way.
   *
   * @param count all of them
   * @param keys those that were found first, ascending, as many as were asked for
   */
  public record DifferingKeys(long count, List<KeyValue> keys) {
    static final DifferingKeys NONE = new DifferingKeys(0, List.of());

    public DifferingKeys {
      keys = List.copyOf(keys);
    }

    /** The same count with at most so many keys. */
    DifferingKeys limitedTo(int limit) {
      return keys.size() <= limit ? this : new DifferingKeys(count, keys.subList(0, limit));
    }
  }
}
