package io.employeecdc.operations.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.runtime.output.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keys as an operator reads them. Whole numbers: runs of adjacent ones as {@code 9-12}, or {@code
 * -12..-9}. Others: as a record's key has them.
 */
record KeyText(Key key, boolean number) {
  private static final Set<String> WHOLE_NUMBERS = Set.of("integer", "bigint");

  KeyText(Key key) {
    this(
        key,
        key.columns().size() == 1 && WHOLE_NUMBERS.contains(key.columns().get(0).type().sqlType()));
  }

  /** The keys, which ascend, as single ones and runs. */
  List<String> runs(List<KeyValue> keys) {
    return number
        ? numberRuns(keys.stream().map(KeyText::number).toList())
        : keys.stream().map(one -> Visible.of(key.text(one.values()))).toList();
  }

  JsonNode json(KeyValue one) {
    return number ? LongNode.valueOf(number(one)) : TextNode.valueOf(key.text(one.values()));
  }

  private static long number(KeyValue one) {
    return ((Number) one.get(0)).longValue();
  }

  private static List<String> numberRuns(List<Long> keys) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= keys.size(); i++) {
      if (i == keys.size() || keys.get(i) != keys.get(i - 1) + 1) {
        runs.add(run(keys.get(start), keys.get(i - 1)));
        start = i;
      }
    }
    return runs;
  }

  private static String run(long first, long last) {
    if (first == last) {
      return String.valueOf(first);
    }
    return first + (first < 0 ? ".." : "-") + last;
  }
}
