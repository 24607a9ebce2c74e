package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;
import java.util.EnumMap;
import java.util.Map;

/** True differences by kind. */
final class Tally implements KeySink {
  private final Map<Kind, KeyTally> kinds = new EnumMap<>(Kind.class);

  Tally(int keyLimit) {
    for (Kind kind : Kind.values()) {
      kinds.put(kind, new KeyTally(keyLimit));
    }
  }

  @Override
  public void differs(Kind kind, KeyValue key) {
    kinds.get(kind).differs(kind, key);
  }

  DifferingKeys of(Kind kind) {
    return kinds.get(kind).result();
  }

  long count() {
    return kinds.values().stream().mapToLong(KeyTally::count).sum();
  }
}
