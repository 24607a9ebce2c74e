package io.employeecdc.workbench.demo;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.MirrorMaker;
import io.employeecdc.localstack.process.InParallel;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Kafka, registry, target and consumer of another site, and the mirror that brings it changes. */
record SecondSite(LocalPipeline pipeline) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Sets it up as docs/two-sites.md says, and starts it. */
  static SecondSite start(LocalPipeline first) throws IOException {
    LocalPipeline pipeline = first.at(first.stack().secondSite());
    pipeline.setUpAsMirrorOf(first);
    JavaService consumer = Services.consumer(pipeline, "consumer", Map.of());
    MirrorMaker mirror = pipeline.mirrorOf(first);
    InParallel.each(List.of(consumer, mirror), server -> server.start());
    return new SecondSite(pipeline);
  }

  /** Compares the source with the target here, once it has had the time to come up. */
  VerifyResult verify() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    VerifyResult result = pipeline.verify();
    while (!result.equal() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      result = pipeline.verify();
    }
    return result;
  }
}
