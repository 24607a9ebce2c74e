package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The first broker of a stack with further settings in its file. To the stack it is the broker that
 * it has started itself, with the same data and port; stopped and started there, it is as before.
 */
public final class ConfiguredBroker extends Server {
  private final KafkaBroker broker;
  private final List<String> settings;

  private ConfiguredBroker(Path stack, KafkaBroker broker, List<String> settings) {
    super(broker.name(), stack, broker.port());
    this.broker = broker;
    this.settings = settings;
  }

  /** Starts the broker again, with these lines at the end of its server.properties. */
  public static void restart(LocalStack stack, String... settings) {
    KafkaBroker broker = (KafkaBroker) stack.brokers().get(0);
    broker.stop();
    new ConfiguredBroker(stack.directory(), broker, List.of(settings)).start();
  }

  @Override
  protected void prepare() throws IOException {
    broker.prepare();
    Files.write(home().resolve("server.properties"), settings, StandardOpenOption.APPEND);
  }

  @Override
  protected List<String> command() throws IOException {
    return broker.command();
  }

  @Override
  protected Map<String, String> environmentVariables() {
    return broker.environmentVariables();
  }

  @Override
  public boolean answers() {
    return broker.answers();
  }
}
