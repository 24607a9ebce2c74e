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
  /** What asks the registry, Kafka or the target. */
  public interface Step {
    void run() throws RegistryException, SQLException, OutageException;
  }

  private FailureTranslation() {}

  /**
   * Runs a step.
   *
   * @param target named in messages
   * @throws OutageException if it may work later
   * @throws CdcException if waiting cannot help
   */
  public static void run(DatabaseSettings target, Step step) throws OutageException {
    try {
      step.run();
    } catch (RegistryException e) {
      if (FailurePolicy.of(e.reason()) == FailurePolicy.SYSTEMIC) {
        throw new CdcException(ErrorCode.REGISTRY_REFUSED, RegistryAdvice.complete(e), e);
      }
      throw new OutageException("registry", e.getMessage(), e);
    } catch (KafkaException e) {
      if (FailurePolicy.of(e) == FailurePolicy.SYSTEMIC) {
        throw e;
      }
      throw new OutageException("kafka", "Kafka (" + e.getClass().getSimpleName() + ")", e);
    } catch (SQLException e) {
      if (FailurePolicy.of(e) == FailurePolicy.SYSTEMIC) {
        throw SqlState.fatal(target, DataSources.rootCause(e));
      }
      throw outage(target, e);
    }
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
