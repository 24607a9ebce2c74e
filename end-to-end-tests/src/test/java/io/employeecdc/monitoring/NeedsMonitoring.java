package io.employeecdc.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test where Prometheus or an exporter that Debian has is not installed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsMonitoring.Condition.class)
@interface NeedsMonitoring {
  /** Says what is missing. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<Program> missing =
          Stream.of(Program.PROMETHEUS, Program.POSTGRES_EXPORTER, Program.NODE_EXPORTER)
              .filter(program -> program.find().isEmpty())
              .toList();
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("all programs are on the PATH")
          : ConditionEvaluationResult.disabled("not on the PATH: " + missing);
    }
  }
}
