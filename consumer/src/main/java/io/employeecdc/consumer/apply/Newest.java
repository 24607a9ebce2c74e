package io.employeecdc.consumer.apply;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The newest change of each employee in a batch, ordered by employee, which is the order in which
 * rows are locked. Only these candidates are written; the others are history.
 */
final class Newest {
  /** Of each candidate, its index in the batch. */
  private final int[] candidates;

  /** Of each change of the batch, the candidate of its employee. */
  private final int[] candidateOf;

  private Newest(int[] candidates, int[] candidateOf) {
    this.candidates = candidates;
    this.candidateOf = candidateOf;
  }

  static Newest of(List<Change> batch) {
    int size = batch.size();
    long[] byEmployee = new long[size];
    for (int i = 0; i < size; i++) {
      byEmployee[i] = (long) batch.get(i).employeeId() << 32 | i;
    }
    Arrays.sort(byEmployee);
    int[] candidates = new int[size];
    int[] candidateOf = new int[size];
    int last = -1;
    for (int i = 0; i < size; i++) {
      int index = (int) byEmployee[i];
      if (i == 0 || byEmployee[i] >> 32 != byEmployee[i - 1] >> 32) {
        candidates[++last] = index;
      } else if (batch.get(index).actionId() > batch.get(candidates[last]).actionId()) {
        candidates[last] = index;
      }
      candidateOf[index] = last;
    }
    return new Newest(Arrays.copyOf(candidates, last + 1), candidateOf);
  }

  int count() {
    return candidates.length;
  }

  /** The candidate's index in the batch. */
  int index(int candidate) {
    return candidates[candidate];
  }

  /** The candidate of the employee of the change with this index in the batch. */
  int candidateOf(int index) {
    return candidateOf[index];
  }

  /** The candidates of these employees, who must be in ascending order. */
  BitSet candidatesOf(int[] employeeIds, List<Change> batch) {
    BitSet found = new BitSet(candidates.length);
    int candidate = 0;
    for (int employeeId : employeeIds) {
      while (batch.get(candidates[candidate]).employeeId() != employeeId) {
        candidate++;
      }
      found.set(candidate);
    }
    return found;
  }
}
