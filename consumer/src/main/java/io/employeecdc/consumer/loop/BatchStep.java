package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.apply.Elsewhere;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.registry.RegistryAdvice;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** One round of a batch, with every error of registry and target given its meaning. */
final class BatchStep {
  static final String KAFKA = "kafka";

  private final ChangeDecoder decoder;
  private final ChangeApplier applier;
  private final DatabaseSettings target;
  private final LoopSettings settings;
  private final BiConsumer<List<Change>, Counts> applied;

  /**
   * @param target named in messages
   * @param applied told after each transaction what went through
   */
  BatchStep(
      ChangeDecoder decoder,
      ChangeApplier applier,
      DatabaseSettings target,
      LoopSettings settings,
      BiConsumer<List<Change>, Counts> applied) {
    this.decoder = decoder;
    this.applier = applier;
    this.target = target;
    this.settings = settings;
    this.applied = applied;
  }

  /** What else waits: at this consumer, and where others say that it does. */
  Elsewhere elsewhere(Collection<ConsumerRecord<byte[], byte[]>> here, List<Stretch> there) {
    return new WaitingRecords(here, there, settings, decoder);
  }

  /**
   * Does what is left of the batch's round.
   *
   * @param elsewhere what may be tried with it
   * @throws OutageException if something is out of reach; the round can go on later
   * @throws CdcException if waiting cannot help
   */
  void run(Batch batch, Elsewhere elsewhere) throws OutageException {
    try {
      batch.run(decoder, applier, applied, elsewhere);
    } catch (RegistryException e) {
      if (Verdict.of(e.reason()) == Verdict.STOP) {
        throw new CdcException(ErrorCode.REGISTRY_REFUSED, RegistryAdvice.complete(e), e);
      }
      throw new OutageException("registry", e.getMessage(), e);
    } catch (KafkaException e) {
      if (e instanceof InterruptException || KafkaFailure.isRefusal(e)) {
        throw e;
      }
      throw new OutageException(KAFKA, "Kafka: what waits at other consumers cannot be read", e);
    } catch (SQLException e) {
      SQLException cause = DataSources.rootCause(e);
      if (Verdict.of(cause) == Verdict.STOP) {
        throw SqlState.fatal(target, cause);
      }
      throw outage(e);
    }
  }

  /**
   * Asks whether the target is there, where no batch does.
   *
   * @throws OutageException if it is not, whatever it says: a database may be gone while an
   *     operator restores it, and only a batch that it refuses is worth an end
   */
  void reach() throws OutageException {
    try {
      applier.reach();
    } catch (SQLException e) {
      throw outage(e);
    }
  }

  private static OutageException outage(SQLException error) {
    SQLException cause = DataSources.rootCause(error);
    return new OutageException(
        "target",
        "the target database: " + SqlState.describe(cause),
        Optional.of(Fault.of(cause)),
        error);
  }
}
