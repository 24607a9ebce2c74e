package io.employeecdc.pipeline.exporter;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.logging.LogOption;
import io.employeecdc.runtime.management.ManagementOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.net.InetSocketAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "kafka-exporter",
    description = {
      "Show brokers, topics and groups as metrics for Prometheus, under the names of kafka_exporter.",
      "Topics and groups that its user may not describe are not shown."
    })
public final class ExporterCommand extends OptionsCommand<ExporterCommand.Settings> {
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin ManagementOption management = new ManagementOption();
  @Mixin LogOption log = new LogOption();

  record Settings(KafkaSettings kafka, InetSocketAddress management) {}

  @Override
  protected Settings read(OptionReader options) {
    log.apply(options);
    return new Settings(kafka.read(options), management.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) throws InterruptedException {
    return Exporter.run(settings);
  }
}
