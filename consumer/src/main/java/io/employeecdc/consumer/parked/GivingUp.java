package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.FaultNames;
import io.employeecdc.consumer.apply.Origin;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gives up parked changes for which what they wait for can no longer come.
 *
 * <p><b>Why a change that is given up is bad, and no other is.</b> Say W is parked, as R's row is
 * in its way. From that look on {@code parkFor} passes, longer than a whole source transaction
 * takes to be published; then the ends E of the topic's partitions are read, open transactions
 * included. So the transactions that W's change and R's row are from lie before E as a whole. Once
 * every partition has been applied up to E, and W is still the newest of its employee and R's row
 * still from the same change, both are what the source had at one moment. What the source had at a
 * moment had no conflict: so W breaks a rule that the source does not have. The same holds along a
 * chain of parked ones; where one of them has changed, all that wait for it get another E.
 *
 * <p>E is kept in memory: a process that dies costs time, nothing else. For one thread at a time.
 */
final class GivingUp {
  /** So many are given up in one transaction. */
  private static final int MOST_AT_ONCE = 500;

  /**
   * What is bad if it is as it was, once all partitions are at their ends.
   *
   * @param endsFrom when the ends are to be read
   * @param inTheWay of the changes that were parked when it was made; what comes later is not meant
   * @param ends empty until they are read
   */
  private record Horizon(
      Instant endsFrom, Map<Long, Long> inTheWay, Optional<Map<Integer, Long>> ends) {
    boolean reachedBy(Map<Integer, Long> reached) {
      return ends.isPresent()
          && ends.get().entrySet().stream()
              .allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
  }

  private final Target target;
  private final SettleSettings settings;
  private final Topic topic;
  private final Brake brake;
  private final Clock clock;
  private Optional<Horizon> horizon = Optional.empty();

  /** Whether the brake has let through what is given up at the horizon. */
  private boolean admitted;

  GivingUp(Target target, SettleSettings settings, Topic topic, Brake brake, Clock clock) {
    this.target = target;
    this.settings = settings;
    this.topic = topic;
    this.brake = brake;
    this.clock = clock;
  }

  /** Whether what is bad can be given up now; goes a step towards that if not. */
  boolean isDue(Settling.Look look) throws OutageException {
    if (look.settled().left() == 0) {
      horizon = Optional.empty();
    } else if (horizon.isEmpty() && look.parked().isPresent()) {
      admitted = false;
      horizon =
          Optional.of(
              new Horizon(
                  clock.instant().plus(settings.parkFor()),
                  look.parked().get().inTheWay(),
                  Optional.empty()));
    } else if (horizon.isPresent() && horizon.get().ends().isEmpty()) {
      readEnds(horizon.get(), look.reached());
    } else {
      return horizon.isPresent() && horizon.get().reachedBy(look.reached()) && !look.overtaken();
    }
    return false;
  }

  private void readEnds(Horizon before, Map<Integer, Long> reached) throws OutageException {
    if (clock.instant().isBefore(before.endsFrom())) {
      return;
    }
    Map<Integer, Long> ends = topic.ends();
    reached.forEach(
        (partition, offset) -> {
          if (offset > ends.getOrDefault(partition, 0L)) {
            throw new CdcException(
                ErrorCode.TOPIC_CHANGED,
                "%s was made again: the target has applied partition %d up to offset %d, and it ends at %d. Stop all consumers and run 'cdc offsets --to-earliest'"
                    .formatted(
                        settings.topic(), partition, offset, ends.getOrDefault(partition, 0L)));
          }
        });
    horizon = Optional.of(new Horizon(before.endsFrom(), before.inTheWay(), Optional.of(ends)));
  }

  /**
   * Some of those that are bad: tried once more alone, for their own error. Those that wait for
   * others of the set come last, when nothing else is left that could be their reason.
   *
   * @return with those that took effect after all, and those that became dead letters
   */
  Settled some(Connection connection, ParkedTable table, Settled settled)
      throws SQLException, OutageException {
    Horizon now = horizon.orElseThrow();
    if (!table.lock()) {
      return settled;
    }
    ParkedChanges all = table.read(settings.topic());
    Target.checkDeferred(connection);
    int[] bad = all.unchanged(now.inTheWay());
    int[] first = IntStream.of(bad).filter(all.plan::waitsForNoneOfTheSet).toArray();
    int[] chosen = first.length == 0 ? bad : first;
    if (chosen.length <= MOST_AT_ONCE) {
      horizon = Optional.empty();
    }
    int[] some = IntStream.of(chosen).limit(MOST_AT_ONCE).toArray();
    Map<Integer, Topic.GivenUp> letters = new LinkedHashMap<>();
    int applied = 0;
    for (Map.Entry<Long, Origin> record : table.records(all.ids(some)).entrySet()) {
      int place = all.place(record.getKey());
      try {
        applied += table.apply(all, place) ? 1 : 0;
      } catch (SQLException e) {
        if (!target.policy(e).isOfRecord()) {
          throw e;
        }
        Cause cause = FaultNames.cause(e);
        letters.put(place, new Topic.GivenUp(record.getValue(), cause));
      }
    }
    if (!letters.isEmpty()) {
      giveUp(table, all, bad.length, letters);
    }
    return settled.with(applied, letters.size());
  }

  /**
   * @param bad how many are to be given up in all
   */
  private void giveUp(
      ParkedTable table, ParkedChanges all, int bad, Map<Integer, Topic.GivenUp> letters)
      throws SQLException, OutageException {
    List<Topic.GivenUp> some = List.copyOf(letters.values());
    if (!admitted) {
      brake.admitParked(bad, table.passedMeanwhile(), some.get(0).cause().message());
      admitted = true;
    }
    table.remove(all, letters.keySet().stream().mapToInt(place -> place).toArray());
    topic.giveUp(some);
  }
}
