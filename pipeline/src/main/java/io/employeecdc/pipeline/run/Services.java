package io.employeecdc.pipeline.run;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.producer.ProducerMain;
import java.util.List;

/** Producer and consumer as child processes beside a local stack. */
public final class Services {
  /** What the containers get. */
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseParallelGC");

  private Services() {}

  /** A producer of this pipeline, not started. */
  public static JavaService producer(LocalPipeline pipeline, String name) {
    return pipeline.stack().service(name, command(ProducerMain.class), pipeline.environment());
  }

  /** A consumer of this pipeline, not started. */
  public static JavaService consumer(LocalPipeline pipeline, String name) {
    return pipeline.stack().service(name, command(ConsumerMain.class), pipeline.environment());
  }

  private static List<String> command(Class<?> main) {
    return List.of(JVM.get(0), JVM.get(1), main.getName());
  }
}
