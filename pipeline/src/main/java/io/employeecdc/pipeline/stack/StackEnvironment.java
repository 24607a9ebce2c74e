package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code cdc stack env}. */
@Command(
    name = "env",
    description = "Print the exports with which the other commands find the stack.")
final class StackEnvironment extends ExistingStack {
  @Override
  ExitCode run(LocalStack stack) {
    stack.environment().forEach((name, value) -> out().printf("export %s='%s'%n", name, value));
    return ExitCode.DONE;
  }
}
