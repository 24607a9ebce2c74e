package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.InParallel;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Our producer and consumer. */
final class TriggerContender implements Contender {
  private final LocalPipeline pipeline;
  private final JavaService producer;
  private final JavaService consumer;

  TriggerContender(LocalPipeline pipeline, String name) {
    this.pipeline = pipeline;
    this.producer = Services.producer(pipeline, "producer-" + name, Map.of());
    this.consumer = Services.consumer(pipeline, "consumer-" + name, Map.of());
  }

  @Override
  public LocalPipeline pipeline() {
    return pipeline;
  }

  @Override
  public void setUp() throws IOException {
    pipeline.setUp();
  }

  @Override
  public void start() {
    InParallel.each(processes(), Server::start);
  }

  @Override
  public void hold() {
    producer.pause();
  }

  @Override
  public void release() {
    producer.resume();
  }

  @Override
  public List<JavaService> processes() {
    return List.of(producer, consumer);
  }

  @Override
  public void stop() {
    InParallel.each(processes(), Server::stop);
  }
}
