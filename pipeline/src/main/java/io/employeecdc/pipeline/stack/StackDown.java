package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code cdc stack down}. */
@Command(name = "down", description = "End the stack's processes and delete its data.")
final class StackDown extends ExistingStack {
  @Override
  ExitCode run(LocalStack stack) {
    stack.down();
    out().println("The local stack is down; its processes and files are gone.");
    return ExitCode.DONE;
  }
}
