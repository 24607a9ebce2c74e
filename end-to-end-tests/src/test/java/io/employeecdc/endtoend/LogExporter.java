package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceProbe;
import io.employeecdc.workbench.run.Services;

/** {@code cdc connect exporter} beside a pipeline, and what a user sees of it. */
record LogExporter(LoggedPipeline pipeline, JavaService service) {
  static LogExporter start(LoggedPipeline pipeline) {
    LogExporter exporter =
        new LogExporter(pipeline, Services.logExporter(pipeline.local, pipeline.capture));
    pipeline.start(exporter.service);
    return exporter;
  }

  void restart() {
    pipeline.stop(service);
    pipeline.start(service);
  }

  void awaitReady() {
    pipeline.waiting("the exporter finds nothing wrong").until(this::problem, String::isEmpty);
    assertThat(lost()).isZero();
  }

  void awaitLost(String why) {
    pipeline.waiting("the exporter says so").until(this::problem, said -> said.contains(why));
    assertThat(lost()).isEqualTo(1);
  }

  /** The connector is stopped and nothing is lost, as its offsets are reset. */
  void awaitStopped() {
    pipeline
        .waiting("the exporter sees that offsets are reset")
        .until(this::problem, said -> said.contains("is STOPPED"));
    assertThat(lost()).isZero();
  }

  private String problem() {
    return ServiceProbe.ask("127.0.0.1:" + service.port()).join() instanceof Running running
        ? running.problem().orElse("")
        : "it does not answer";
  }

  private long lost() {
    return Meters.of(service.port()).count("cdc_log_slot_lost");
  }
}
