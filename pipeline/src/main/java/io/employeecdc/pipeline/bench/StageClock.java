package io.employeecdc.pipeline.bench;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Server;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Measures services from when a backlog is there for them until it is done. */
final class StageClock {
  /** As much may be missed of a stage's end; looking oftener would slow what is measured. */
  private static final long LOOK_MILLIS = 50;

  static final Duration LIMIT = Duration.ofMinutes(15);

  private final LocalStack stack;

  StageClock(LocalStack stack) {
    this.stack = stack;
  }

  /**
   * Runs a stage. Time and CPU are counted from when the first of its changes are through: like the
   * servers, services run for months, and the warming of their code belongs to no figure.
   *
   * @param changes all that is there
   * @param warming how many of them, the first, do not count
   * @param done how many have come through
   */
  Stage warm(String name, long changes, long warming, List<JavaService> services, LongSupplier done)
      throws InterruptedException {
    services.parallelStream().forEach(Server::start);
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    await(() -> done.getAsLong() >= warming, giveUp, name);
    List<Server> all = Stream.concat(stack.servers().stream(), services.stream()).toList();
    Map<String, Usage> before = usage(all);
    long first = done.getAsLong();
    long begin = System.nanoTime();
    await(() -> done.getAsLong() >= changes, giveUp, name);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Stage stage = stage(name, Math.max(1, changes - first), took, all, before);
    services.parallelStream().forEach(Server::stop);
    return stage;
  }

  /**
   * Runs a stage whose services are up and warm, and have nothing to do.
   *
   * @param begin makes its changes appear
   * @param done how many of them have come through
   */
  Stage running(
      String name, long changes, List<JavaService> services, Runnable begin, LongSupplier done)
      throws InterruptedException {
    List<Server> all = Stream.concat(stack.servers().stream(), services.stream()).toList();
    Map<String, Usage> before = usage(all);
    long begun = System.nanoTime();
    begin.run();
    await(() -> done.getAsLong() >= changes, begun + LIMIT.toNanos(), name);
    return stage(name, changes, Duration.ofNanos(System.nanoTime() - begun), all, before);
  }

  /** Waits until so many have come through. */
  static void await(String name, long changes, LongSupplier done) throws InterruptedException {
    await(() -> done.getAsLong() >= changes, System.nanoTime() + LIMIT.toNanos(), name);
  }

  private static Stage stage(
      String name, long changes, Duration took, List<Server> all, Map<String, Usage> before) {
    SortedMap<String, Usage> used = new TreeMap<>(usage(all));
    used.replaceAll((process, usage) -> usage.since(before.get(process)));
    return new Stage(name, changes, took, used);
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

  private static void await(BooleanSupplier condition, long until, String stage)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new CdcException(
            ExitCode.UNEXPECTED,
            "stage '" + stage + "' did not end in " + LIMIT.toMinutes() + " min");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
