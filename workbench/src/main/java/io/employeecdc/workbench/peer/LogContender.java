package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.process.InParallel;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** Debezium's source connector with our transformation, and our consumer. */
final class LogContender implements Contender {
  private final LogReader reader;
  private final JavaService consumer;

  LogContender(LocalPipeline pipeline, String name) {
    KafkaConnect connect =
        KafkaConnect.beside(pipeline.stack(), "connect-" + name, PeerProfile.LOG.worker());
    this.reader = new LogReader(pipeline, connect);
    this.consumer = Services.consumer(pipeline, "consumer-" + name, Map.of());
  }

  @Override
  public LocalPipeline pipeline() {
    return reader.pipeline();
  }

  @Override
  public void setUp() throws Exception {
    pipeline().setUp();
    try (Connection source = pipeline().connectSource()) {
      Query.update(source, "alter table %s disable trigger user".formatted(reader.table()));
    }
    reader.createTopics(
        List.of(new NewTopic("__debezium-heartbeat." + reader.slot(), 1, (short) 1)));
    reader.createSlot();
  }

  @Override
  public void start() throws Exception {
    InParallel.each(processes(), Server::start);
    Map<String, String> all = new HashMap<>(reader.settings());
    all.putAll(PeerProfile.LOG.source());
    all.put("transforms.contract.contract", pipeline().names().contract().name());
    all.put("transforms.contract.topic", pipeline().names().topic());
    all.put(
        "transforms.contract.schema.registry.url", pipeline().stack().registryUrl().toString());
    reader.put(all);
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
  public void close() throws Exception {
    InParallel.each(processes(), Server::stop);
    reader.dropSlot();
  }
}
