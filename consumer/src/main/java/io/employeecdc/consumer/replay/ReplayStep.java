package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.registry.RegistryAdvice;
import java.sql.SQLException;

/**
 * Decode and apply, with every error of registry and target given its meaning.
 *
 * @param applier knows what an error may tell
 * @param target named in messages
 */
record ReplayStep(
    ChangeDecoder decoder, ChangeApplier applier, Applying applying, DatabaseSettings target) {
  /**
   * Does what is left of the batch.
   *
   * @throws OutOfReachException if it can go on later
   * @throws CdcException if waiting cannot help
   */
  void run(ReplayBatch batch) throws OutOfReachException {
    try {
      batch.run(decoder, applier, applying);
    } catch (RegistryException e) {
      if (Verdict.of(e.reason()) == Verdict.STOP) {
        throw new CdcException(ErrorCode.REGISTRY_REFUSED, RegistryAdvice.complete(e), e);
      }
      throw new OutOfReachException(e.getMessage(), e);
    } catch (SQLException e) {
      SQLException cause = DataSources.rootCause(e);
      if (Verdict.of(cause) == Verdict.STOP) {
        throw SqlState.fatal(target, cause);
      }
      throw new OutOfReachException(
          "the target database (%s): %s".formatted(target, SqlState.describe(cause)), e);
    }
  }
}
