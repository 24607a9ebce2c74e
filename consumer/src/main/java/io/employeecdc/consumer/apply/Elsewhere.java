package io.employeecdc.consumer.apply;

import io.employeecdc.contract.RegistryException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What waits in other batches and at other consumers for values that other employees hold. */
public interface Elsewhere {
  /** Nothing. */
  Elsewhere NONE =
      new Elsewhere() {
        @Override
        public Map<Integer, Long> waiting() {
          return Map.of();
        }

        @Override
        public Collection<Change> newest() {
          return List.of();
        }
      };

  /** By employee, the id of its newest change that waits; {@link Long#MAX_VALUE} if not known. */
  Map<Integer, Long> waiting();

  /**
   * The newest change that there is of each of those, as far as they can be read.
   *
   * @throws RegistryException if the registry does not answer
   */
  Collection<Change> newest() throws RegistryException;
}
