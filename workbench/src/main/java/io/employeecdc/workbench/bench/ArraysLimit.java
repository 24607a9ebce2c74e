package io.employeecdc.workbench.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.AppliedThrough;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Origin;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.UndecodableException;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How fast the target takes the same changes from arrays in memory, by the consumer's own SQL. */
final class ArraysLimit {
  private static final int CONNECTIONS = 2;
  private static final int BATCH = 10_000;

  private ArraysLimit() {}

  static StageResult measure(LocalPipeline pipeline, List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException, RegistryException, InterruptedException, ExecutionException {
    List<List<Change>> shares = shares(pipeline, records);
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try (HikariDataSource target = DataSources.pool(pipeline.target(), CONNECTIONS, null, null)) {
      ChangeApplier applier = new ChangeApplier(new Target(target, Contract.standard().versions()));
      List<Callable<Void>> tasks = new ArrayList<>();
      shares.forEach(share -> tasks.add(() -> apply(applier, share)));
      long begin = System.nanoTime();
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
      return StageResult.since(begin, "arrays", shares.stream().mapToLong(List::size).sum());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void apply(ChangeApplier applier, List<Change> changes) throws SQLException {
    for (int from = 0; from < changes.size(); from += BATCH) {
      List<Change> batch = changes.subList(from, Math.min(changes.size(), from + BATCH));
      Applied unused = applier.apply(batch, ArraysLimit::parkNothing, AppliedThrough.NONE);
    }
    return null;
  }

  private static Origin parkNothing(Change change) {
    throw new IllegalStateException("the table has no constraint that one could wait for");
  }

  /** An employee's changes go to one connection, as they would through a partition. */
  private static List<List<Change>> shares(
      LocalPipeline pipeline, List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException, RegistryException {
    List<List<Change>> shares = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      shares.add(new ArrayList<>());
    }
    try (Registry registry =
        Registry.at(
            pipeline.stack().registryUrl().toString(), pipeline.stack().access().registry())) {
      ChangeDecoder decoder = new ChangeDecoder(registry, Contract.standard());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() != null) {
          shares
              .get(record.partition() % CONNECTIONS)
              .add(decoder.decode(record.key(), record.value(), 0));
        }
      }
    } catch (UndecodableException e) {
      throw new IllegalStateException("the bench's own records are good", e);
    }
    return shares;
  }
}
