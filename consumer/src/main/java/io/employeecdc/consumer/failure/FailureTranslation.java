package io.employeecdc.consumer.failure;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.registry.RegistryAdvice;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Gives every error of registry, Kafka and target that concerns more than a record its meaning. */
public final class FailureTranslation {
  private FailureTranslation() {}

  /**
   * What a failure means.
   *
   * @param target named in messages
   * @return what may work later
   * @throws RuntimeException if waiting cannot help
   */
  public static OutageException of(DatabaseSettings target, Throwable failure) {
    if (failure instanceof RegistryException e) {
      if (FailurePolicy.of(e.reason()) == FailurePolicy.SYSTEMIC) {
        throw new CdcException(ErrorCode.REGISTRY_REFUSED, RegistryAdvice.complete(e), e);
      }
      return new OutageException("registry", e.getMessage(), e);
    }
    if (failure instanceof SQLException e) {
      if (FailurePolicy.of(e) == FailurePolicy.SYSTEMIC) {
        throw SqlState.fatal(target, DataSources.rootCause(e));
      }
      return outage(target, e);
    }
    if (failure instanceof KafkaException e && FailurePolicy.of(e) != FailurePolicy.SYSTEMIC) {
      return new OutageException("kafka", "Kafka (" + e.getClass().getSimpleName() + ")", e);
    }
    throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }

  /** The target did not answer as it should, whatever it said. */
  public static OutageException outage(DatabaseSettings target, SQLException e) {
    SQLException cause = DataSources.rootCause(e);
    return new OutageException(
        "target",
        "the target database (%s): %s".formatted(target, SqlState.describe(cause)),
        Optional.of(SqlState.code(cause)),
        e);
  }
}
