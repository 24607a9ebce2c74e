package io.employeecdc.consumer.apply;

import io.employeecdc.contract.RegistryException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What else waits for values that other employees hold. */
public interface Elsewhere {
  /** Nothing. */
  Elsewhere NONE =
      new Elsewhere() {
        @Override
        public Collection<Change> here() {
          return List.of();
        }

        @Override
        public Set<Integer> employees() {
          return Set.of();
        }

        @Override
        public Collection<Change> there() {
          return List.of();
        }
      };

  /**
   * The newest change of each employee who has one that waits at this consumer.
   *
   * @throws RegistryException if the registry does not answer
   */
  Collection<Change> here() throws RegistryException;

  /** Whose changes wait at other consumers. */
  Set<Integer> employees();

  /**
   * The newest change of each of those, as far as they can be read, which takes its time.
   *
   * @throws RegistryException if the registry does not answer
   */
  Collection<Change> there() throws RegistryException;
}
