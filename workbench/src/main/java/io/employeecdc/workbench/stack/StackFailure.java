package io.employeecdc.workbench.stack;

import io.employeecdc.localstack.process.StackException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.util.function.Supplier;

/** Ends a command when a server of the local stack does not do what it should. */
public final class StackFailure {
  private StackFailure() {}

  /** The action's result; its failure becomes one message and exit code 5. */
  public static <T> T explain(Supplier<T> action) {
    try {
      return action.get();
    } catch (StackException e) {
      throw new CdcException(ExitCode.UNREACHABLE, e.getMessage(), e);
    }
  }
}
