package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch as parts of which each row's newest change says all that the part does to the row. A
 * record whose writer did not know a column leaves it as it is, so what came just before it must
 * have been written: a row with that column, or its deletion.
 */
final class Layers {
  private Layers() {}

  /** The batch itself where one part is enough; else parts in the order in which they are done. */
  static List<List<Change>> of(List<Change> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    RowVersion one = batch.get(0).version();
    if (batch.stream().allMatch(change -> change.version().equals(one))) {
      return List.of(batch);
    }
    Map<KeyValue, Change> last = new HashMap<>();
    Map<KeyValue, Integer> layerOf = new HashMap<>();
    List<List<Change>> layers = new ArrayList<>();
    List<Change> ordered =
        batch.stream().sorted(Comparator.comparingLong(Change::actionId)).toList();
    for (Change change : ordered) {
      Change before = last.put(change.key(), change);
      int layer = layerOf.getOrDefault(change.key(), 0);
      if (before != null && !change.version().covers(before.version())) {
        layer++;
      }
      layerOf.put(change.key(), layer);
      if (layer == layers.size()) {
        layers.add(new ArrayList<>());
      }
      layers.get(layer).add(change);
    }
    return layers.size() == 1 ? List.of(batch) : layers;
  }
}
