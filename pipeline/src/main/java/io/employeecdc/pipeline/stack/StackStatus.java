package io.employeecdc.pipeline.stack;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code cdc stack status}. */
@Command(name = "status", description = "Show the servers; exit code 5 if one does not answer.")
final class StackStatus extends ExistingStack {
  @Override
  ExitCode run(LocalStack stack) {
    return ServerTable.print(stack, out()) ? ExitCode.DONE : ExitCode.UNREACHABLE;
  }
}
