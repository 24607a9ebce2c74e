package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.process.InParallel;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.LogCapture;
import io.employeecdc.workbench.run.Services;
import java.util.List;
import java.util.Map;

/** Debezium's source connector with our transformation, and our consumer. */
final class LogContender implements Contender {
  private final LogCapture capture;
  private final LogReader reader;
  private final JavaService consumer;

  LogContender(LocalPipeline pipeline, String name) {
    KafkaConnect connect =
        KafkaConnect.beside(pipeline.stack(), "connect-" + name, PeerProfile.HELD);
    this.capture = new LogCapture(pipeline);
    this.reader = new LogReader(pipeline, connect, capture.name());
    this.consumer = Services.consumer(pipeline, "consumer-" + name, Map.of());
  }

  @Override
  public LocalPipeline pipeline() {
    return reader.pipeline();
  }

  @Override
  public void setUp() throws Exception {
    capture.prepare();
  }

  @Override
  public void start() throws Exception {
    InParallel.each(processes(), Server::start);
    reader.put(capture.configuration(Map.of()));
  }

  @Override
  public void hold() throws Exception {
    reader.hold();
  }

  @Override
  public void release() throws Exception {
    reader.release();
  }

  @Override
  public List<Server> processes() {
    return List.of(reader.connect(), consumer);
  }

  @Override
  public void stop() throws Exception {
    InParallel.each(processes(), Server::stop);
    reader.dropSlot();
  }
}
