package io.employeecdc.workbench.bench;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Measures services from when a backlog is there for them until it is done. */
record StageClock(LocalStack stack) {
  /** As much may be missed of a stage's end; looking oftener would slow what is measured. */
  private static final long LOOK_MILLIS = 50;

  static final Duration LIMIT = Duration.ofMinutes(15);

  /**
   * Runs a stage. Time and CPU are counted from when the first of its changes are through: like the
   * servers, services run for months, and the warming of their code belongs to no figure.
   *
   * @param changes all that is there
   * @param warming how many of them, the first, do not count
   * @param done how many have come through
   */
  StageResult warm(
      String name, long changes, long warming, List<JavaService> services, LongSupplier done)
      throws InterruptedException {
    services.parallelStream().forEach(Server::start);
    await(name, warming, done);
    StageResult stage = running(name, changes, services, () -> {}, done);
    services.parallelStream().forEach(Server::stop);
    return stage;
  }

  /**
   * Runs a stage whose services are up and warm. What is through already does not count.
   *
   * @param begin makes its changes appear
   * @param done how many of them have come through
   */
  StageResult running(
      String name, long changes, List<JavaService> services, Runnable begin, LongSupplier done)
      throws InterruptedException {
    List<Server> all = Stream.concat(stack.servers().stream(), services.stream()).toList();
    Map<String, Usage> before = usage(all);
    long first = done.getAsLong();
    long begun = System.nanoTime();
    begin.run();
    await(name, changes, done);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    SortedMap<String, Usage> used = new TreeMap<>(usage(all));
    used.replaceAll((process, usage) -> usage.since(before.get(process)));
    return new StageResult(name, Math.max(1, changes - first), took, used);
  }

  static void await(String name, long changes, LongSupplier done) throws InterruptedException {
    long until = System.nanoTime() + LIMIT.toNanos();
    while (done.getAsLong() < changes) {
      if (System.nanoTime() > until) {
        throw new CdcException(
            ExitCode.UNEXPECTED,
            "stage '" + name + "' did not end in " + LIMIT.toMinutes() + " min");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static Map<String, Usage> usage(List<? extends Server> servers) {
    Map<String, Usage> usage = new TreeMap<>();
    for (Server server : servers) {
      usage.merge(role(server), Usage.of(server.pid()), Usage::and);
    }
    return usage;
  }

  private static String role(Server server) {
    return Stream.of("kafka", "producer", "consumer")
        .filter(server.name()::startsWith)
        .findFirst()
        .orElse(server.name());
  }
}
