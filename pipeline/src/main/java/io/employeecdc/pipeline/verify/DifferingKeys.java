package io.employeecdc.pipeline.verify;

import java.util.List;

/**
 * The keys that differ in one way.
 *
 * @param count all of them
 * @param keys the smallest ones, ascending, as many as were asked for
 */
public record DifferingKeys(long count, List<Long> keys) {
  public DifferingKeys {
    keys = List.copyOf(keys);
  }
}
