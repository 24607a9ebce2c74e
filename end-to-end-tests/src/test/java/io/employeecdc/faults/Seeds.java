package io.employeecdc.faults;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The seeds of a run: one or more, counted up from the first. */
final class Seeds implements ArgumentsProvider {
  /** The same for all tests of a run; a failure names its seed. */
  private static final long FIRST = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);

  private static final int COUNT = Integer.getInteger("faults.seeds", 1);

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return LongStream.range(FIRST, FIRST + COUNT).mapToObj(Arguments::of);
  }
}
