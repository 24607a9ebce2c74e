package io.employeecdc.pipeline.endtoend;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Server;
import io.employeecdc.pipeline.run.Flow;
import io.employeecdc.pipeline.run.Meters;
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
  public double retries() {
    return Meters.of(consumer).sum("cdc_retries_total");
  }

  @Override
  public void send(String key, byte[] value) throws Exception {
    try (Stranger stranger = Stranger.on(pipeline)) {
      stranger.send(key, value);
    }
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
  public void killProducer() {
    producer.kill();
  }

  @Override
  public void startProducer() {
    producer.start();
  }

  @Override
  public void stopTarget() {
    pipeline.local().stack().target().stop();
  }

  @Override
  public void startTarget() {
    pipeline.local().stack().target().start();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
