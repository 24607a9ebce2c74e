package io.employeecdc.workbench.run;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.producer.ProducerMain;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

public final class Services {
  /** What the containers get. */
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseParallelGC");

  /** By name, as this module is on its class path only when it runs. */
  private static final String CDC = "io.employeecdc.cli.Cdc";

  private Services() {}

  /**
   * A producer of this pipeline, not started.
   *
   * @param settings environment variables that come before those of the pipeline
   */
  public static JavaService producer(
      LocalPipeline pipeline, String name, Map<String, String> settings) {
    return service(pipeline, name, StackUser.PRODUCER, ProducerMain.class, settings);
  }

  public static JavaService consumer(
      LocalPipeline pipeline, String name, Map<String, String> settings) {
    return service(pipeline, name, StackUser.CONSUMER, ConsumerMain.class, settings);
  }

  /**
   * What looks at Debezium's capture from the log, as the tools' container runs it; not started.
   */
  public static JavaService logExporter(LocalPipeline pipeline, LogCapture capture) {
    Map<String, String> all = new TreeMap<>(pipeline.environment());
    all.put("CDC_SLOT", capture.name());
    all.put("CDC_CONNECT", "127.0.0.1:" + pipeline.stack().connect().port());
    List<String> command =
        List.of(
            "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", CDC, "connect", "exporter");
    return pipeline.stack().service("log-exporter", StackUser.ADMIN, command, all);
  }

  private static JavaService service(
      LocalPipeline pipeline,
      String name,
      StackUser user,
      Class<?> main,
      Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(pipeline.environment());
    all.putAll(settings);
    return pipeline
        .stack()
        .service(name, user, List.of(JVM.get(0), JVM.get(1), main.getName()), all);
  }
}
