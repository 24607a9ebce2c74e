package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.KeyValue;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The newest change of each row in a batch, ordered by key, which is the order in which rows are
 * locked. Only these candidates are written; the others are history. To hash and to sort keys costs
 * a tenth of a batch, so it is done once for each.
 */
final class Newest {
  /** A row's newest change so far, and its place among the candidates. */
  private static final class Candidate {
    Change change;
    int index;
    int place;
  }

  private final List<Change> batch;
  private final List<Change> candidates;

  /** Of each change of the batch, the candidate of its row. */
  private final Candidate[] candidateOf;

  private Newest(List<Change> batch, List<Change> candidates, Candidate[] candidateOf) {
    this.batch = batch;
    this.candidates = candidates;
    this.candidateOf = candidateOf;
  }

  static Newest of(List<Change> batch) {
    Map<KeyValue, Candidate> byKey = new HashMap<>(2 * batch.size());
    Candidate[] candidateOf = new Candidate[batch.size()];
    for (int i = 0; i < candidateOf.length; i++) {
      Change change = batch.get(i);
      Candidate candidate = byKey.computeIfAbsent(change.key(), key -> new Candidate());
      if (candidate.change == null || change.actionId() > candidate.change.actionId()) {
        candidate.change = change;
        candidate.index = i;
      }
      candidateOf[i] = candidate;
    }
    Candidate[] ordered = byKey.values().toArray(Candidate[]::new);
    Arrays.sort(ordered, Comparator.comparing(candidate -> candidate.change.key()));
    for (int i = 0; i < ordered.length; i++) {
      ordered[i].place = i;
    }
    return new Newest(batch, Stream.of(ordered).map(one -> one.change).toList(), candidateOf);
  }

  /** All changes, in the order in which they were given. */
  List<Change> batch() {
    return batch;
  }

  /** Those of the rows that are meant. */
  List<Change> batch(IntPredicate places) {
    return IntStream.range(0, candidateOf.length)
        .filter(i -> places.test(candidateOf[i].place))
        .mapToObj(batch::get)
        .toList();
  }

  /** All candidates, ascending by key. */
  List<Change> all() {
    return candidates;
  }

  List<Change> without(BitSet skipped) {
    return skipped.isEmpty()
        ? candidates
        : IntStream.range(0, candidates.size())
            .filter(place -> !skipped.get(place))
            .mapToObj(candidates::get)
            .toList();
  }

  /** The place of the candidate of the change with this index in the batch. */
  int placeOf(int index) {
    return candidateOf[index].place;
  }

  /** Whether the change with this index in the batch is the candidate of its row. */
  boolean isCandidate(int index) {
    return candidateOf[index].index == index;
  }

  Change candidateOf(int index) {
    return candidateOf[index].change;
  }
}
