package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.bench.Usage;
import java.util.Map;
import java.util.TreeMap;

/**
 * A backlog, from when its capture is let go until the last change is in the target.
 *
 * @param cpuPer100k seconds of each server, and of the contender's own processes, for 100,000
 *     changes
 */
record BacklogRun(double perSecond, Map<String, Double> cpuPer100k, double bytesPerChange) {
  private static final String OWN = "own processes";

  interface Changes {
    void commit(int count) throws Exception;
  }

  static BacklogRun measure(Contender contender, SingleRows rows, Changes changes, int count)
      throws Exception {
    long bytes = contender.pipeline().bytes(contender.topic());
    contender.hold();
    changes.commit(count);
    int mark = rows.marks();
    Map<String, Usage> before = usage(contender);
    long begun = System.nanoTime();
    contender.release();
    EndState end = new EndState(contender.pipeline());
    long ended = end.await(mark);
    Map<String, Double> cpu = new TreeMap<>();
    usage(contender)
        .forEach(
            (role, usage) ->
                cpu.put(role, usage.since(before.get(role)).cpuSeconds() * 100_000 / count));
    return new BacklogRun(
        count / ((ended - begun) / 1e9),
        cpu,
        (double) (contender.pipeline().bytes(contender.topic()) - bytes) / count);
  }

  double cpuOfAll() {
    return cpuPer100k.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Map<String, Usage> usage(Contender contender) {
    Map<String, Usage> usage = new TreeMap<>();
    for (Server server : contender.pipeline().stack().servers()) {
      usage.put(server.name().replaceAll("-.*", ""), Usage.of(server.pid()));
    }
    for (Server process : contender.processes()) {
      usage.merge(OWN, Usage.of(process.pid()), Usage::and);
    }
    return usage;
  }
}
