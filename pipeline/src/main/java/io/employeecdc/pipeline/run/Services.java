package io.employeecdc.pipeline.run;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.producer.ProducerMain;
import java.util.List;
import java.util.Map;

/** Producer and consumer as child processes beside a local stack. */
public final class Services {
  /** What the containers get. */
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseParallelGC");

  private Services() {}

  /** A producer, not started. */
  public static JavaService producer(LocalStack stack, Map<String, String> settings) {
    return stack.service("producer", command(ProducerMain.class), settings);
  }

  /** A consumer, not started. */
  public static JavaService consumer(LocalStack stack, Map<String, String> settings) {
    return stack.service("consumer", command(ConsumerMain.class), settings);
  }

  private static List<String> command(Class<?> main) {
    return List.of(JVM.get(0), JVM.get(1), main.getName());
  }
}
