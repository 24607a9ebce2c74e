package io.employeecdc.pipeline.endtoend;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Server;
import io.employeecdc.pipeline.run.Flow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** On the shared local stack, with processes of this machine. */
final class LocalRunningPipeline implements RunningPipeline {
  private final TestPipeline pipeline;
  private final JavaService producer;
  private final JavaService consumer;

  private LocalRunningPipeline(TestPipeline pipeline) {
    this.pipeline = pipeline;
    this.producer = pipeline.producer(Map.of());
    this.consumer = pipeline.consumer(Map.of());
  }

  static LocalRunningPipeline start(String suffix) throws Exception {
    LocalRunningPipeline started = new LocalRunningPipeline(TestPipeline.create(suffix));
    List.of(started.producer, started.consumer).parallelStream().forEach(Server::start);
    return started;
  }

  @Override
  public Connection connectSource() throws SQLException {
    return pipeline.local().connectSource();
  }

  @Override
  public Connection connectTarget() throws SQLException {
    return pipeline.local().connectTarget();
  }

  @Override
  public Flow flow() {
    return new Flow.Watch(producer, consumer).look();
  }

  @Override
  public String verify() throws Exception {
    return pipeline.local().verify().verdict();
  }

  @Override
  public void killConsumer() {
    consumer.kill();
  }

  @Override
  public void startConsumer() {
    consumer.start();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
