package io.employeecdc.consumer.batch;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.UndecodableException;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The way of a batch: decode, apply, an outcome for each record. It takes effect as a whole or not
 * at all, so after an outage it is simply run again.
 */
public record BatchAttempt(List<ConsumerRecord<byte[], byte[]>> records, AppliedThrough through) {
  public BatchAttempt {
    records = List.copyOf(records);
  }

  /**
   * Decodes and applies all.
   *
   * @throws RegistryException if the registry does not answer; to be run again
   * @throws SQLException if no record is to blame; to be run again, unless waiting cannot help
   */
  public BatchResult run(ChangeDecoder decoder, ChangeApplier applier)
      throws RegistryException, SQLException {
    long begun = System.nanoTime();
    Outcome[] outcomes = new Outcome[records.size()];
    List<Change> changes = decode(decoder, outcomes);
    long decoded = System.nanoTime();
    Applied applied =
        applier.apply(changes, change -> ParkedRecord.of(records.get(change.source())), through);
    for (int i = 0; i < changes.size(); i++) {
      outcomes[changes.get(i).source()] = applied.outcomes().get(i);
    }
    return new BatchResult(
        Arrays.asList(outcomes),
        changes,
        applied,
        true,
        Duration.ofNanos(decoded - begun),
        Duration.ofNanos(System.nanoTime() - decoded));
  }

  /**
   * What is said of a batch that meets one outage of the target after the other, where that is
   * wanted: nothing of it is in the target.
   */
  public BatchResult givenUp(ChangeDecoder decoder, Outcome.Failed outage)
      throws RegistryException {
    Outcome[] outcomes = new Outcome[records.size()];
    for (Change change : decode(decoder, outcomes)) {
      outcomes[change.source()] = outage;
    }
    return new BatchResult(
        Arrays.asList(outcomes), List.of(), Applied.NOTHING, false, Duration.ZERO, Duration.ZERO);
  }

  private List<Change> decode(ChangeDecoder decoder, Outcome[] outcomes) throws RegistryException {
    List<Change> changes = new ArrayList<>(outcomes.length);
    for (int i = 0; i < outcomes.length; i++) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      if (record.value() == null) {
        outcomes[i] = Effect.EMPTY;
        continue;
      }
      try {
        changes.add(decoder.decode(record.key(), record.value(), i));
      } catch (UndecodableException e) {
        outcomes[i] = new Outcome.Failed(e.reason(), 1);
      }
    }
    return changes;
  }
}
