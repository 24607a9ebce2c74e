package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.apply.Elsewhere;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.apply.Isolation;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.Decoded;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One try of some records: decode all, then apply. After an outage it goes on. */
final class Round {
  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final Function<List<Change>, Isolation> how;
  private final List<Change> changes;
  private final List<Failure> undecodable = new ArrayList<>();
  private int next;
  private int tombstones;
  private Isolation isolation;
  private long decodingNanos;

  private Round(
      List<ConsumerRecord<byte[], byte[]>> records, Function<List<Change>, Isolation> how) {
    this.records = records;
    this.how = how;
    this.changes = new ArrayList<>(records.size());
  }

  /**
   * All at once.
   *
   * @param attempts of those that no waiting would cure
   */
  static Round together(List<ConsumerRecord<byte[], byte[]>> records, int attempts) {
    return new Round(records, changes -> Isolation.together(changes, attempts));
  }

  /** As {@link #together}, each record on its own. */
  static Round oneByOne(List<ConsumerRecord<byte[], byte[]>> records, int attempts) {
    return new Round(records, changes -> Isolation.oneByOne(changes, attempts));
  }

  void run(ChangeDecoder decoder, ChangeApplier applier, BiConsumer<List<Change>, Counts> applied)
      throws RegistryException, SQLException {
    long begun = System.nanoTime();
    for (; next < records.size(); next++) {
      decode(decoder, next);
    }
    decodingNanos = System.nanoTime() - begun;
    if (isolation == null) {
      isolation = how.apply(changes);
    }
    isolation.run(applier, applied);
  }

  /** Tries those that failed for a value together with what makes it free. */
  void exchange(
      ChangeApplier applier, Elsewhere elsewhere, BiConsumer<List<Change>, Counts> applied)
      throws RegistryException, SQLException {
    isolation.exchange(applier, elsewhere, applied);
  }

  /** The changes that are left fail with the outage that they met in {@link #run}. */
  void giveUp(Fault outage, int attempts) {
    isolation.giveUp(outage, attempts);
  }

  /** How long the last {@link #run} decoded. */
  Duration decoding() {
    return Duration.ofNanos(decodingNanos);
  }

  Counts counts() {
    return isolation.counts();
  }

  int tombstones() {
    return tombstones;
  }

  /** The records that failed, once {@link #run} is through. */
  List<Failure> failures() {
    List<Failure> failures = new ArrayList<>(undecodable);
    isolation
        .failed()
        .forEach(failed -> failures.add(Failure.of(failed, isolation.outlook(failed))));
    return failures;
  }

  private void decode(ChangeDecoder decoder, int index) throws RegistryException {
    ConsumerRecord<byte[], byte[]> record = records.get(index);
    Decoded outcome = decoder.decode(record.key(), record.value(), index);
    if (outcome instanceof Decoded.Good good) {
      changes.add(good.change());
    } else if (outcome instanceof Decoded.Bad bad) {
      undecodable.add(Failure.of(index, bad));
    } else {
      tombstones++;
    }
  }
}
