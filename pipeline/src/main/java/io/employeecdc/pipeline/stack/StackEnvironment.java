package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cdc stack env}. */
@Command(
    name = "env",
    description = "Print the exports with which the other commands find the stack.")
final class StackEnvironment extends ExistingStack {
  @Option(
      names = "--as",
      paramLabel = "USER",
      description =
          "Whose settings, in a secure stack: admin, setup (also for backfill and verify --repair),"
              + " producer, consumer, verify, dlq, or monitor. Default: ${DEFAULT-VALUE}.")
  String user = "admin";

  private StackUser chosen;

  @Override
  protected Path read(OptionReader options) {
    chosen = options.choice("--as", user, StackUser.class);
    return super.read(options);
  }

  @Override
  ExitCode run(LocalStack stack) {
    Map<String, String> environment = new TreeMap<>(stack.access().environment(chosen));
    if (stack.access().secure() && (chosen == StackUser.ADMIN || chosen == StackUser.SETUP)) {
      environment.put("CDC_PRODUCER_ROLE", StackUser.PRODUCER.id());
      environment.put("CDC_CONSUMER_ROLE", StackUser.CONSUMER.id());
      environment.put("CDC_VERIFY_ROLE", StackUser.VERIFY.id());
    }
    environment.forEach((name, value) -> out().printf("export %s=%s%n", name, quoted(value)));
    return ExitCode.DONE;
  }

  /** As a shell reads it: what cannot be in quotes is put between two pairs of them. */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
