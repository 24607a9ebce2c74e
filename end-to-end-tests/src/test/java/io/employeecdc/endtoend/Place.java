package io.employeecdc.endtoend;

import java.util.Optional;

/**
 * Where pipelines of tests run: with processes of this machine beside the local stack, unless the
 * build brings another place, as {@code -Pcontainers} does.
 */
public interface Place {
  /**
   * New databases, and nothing else.
   *
   * @param suffix tells its databases and topics from those of others
   */
  PipelineUnderTest bare(String suffix) throws Exception;

  /** Why nothing can run there; empty if all can. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /** Where this build runs them: the class that the system property "tests.place" names. */
  static Place chosen() {
    String name = System.getProperty("tests.place", "");
    if (name.isEmpty()) {
      return TestPipeline::bare;
    }
    try {
      return Class.forName(name).asSubclass(Place.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("tests.place: " + e, e);
    }
  }
}
