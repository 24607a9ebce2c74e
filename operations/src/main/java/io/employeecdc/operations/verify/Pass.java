package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.KeyRanges.Block;
import io.employeecdc.operations.verify.RowSql.Checksum;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One comparison of the two tables.
 *
 * <p>The source's keys are cut into ranges of equal size; each side gives a checksum for every
 * range, and only of ranges whose checksums differ are the rows' keys and digests fetched and
 * compared: by one statement for a block of ranges, as without an index of the keys' order each
 * reads the whole table. Memory is that of one block of ranges, however large the tables and
 * however much differs. Each side is seen as it was at one moment, the source a little earlier than
 * the target; both are asked at the same time.
 */
record Pass(
    TableReader source,
    TableReader target,
    ExecutorService threads,
    RowSql sql,
    BiConsumer<Kind, KeyValue> sink) {
  /** How many rows there were, and the moment at which the source was seen. */
  record Result(long sourceRows, long targetRows, Instant through) {
    VerifyResult with(Map<Kind, DifferingKeys> keys, long settled, String waitingFor) {
      return new VerifyResult(sourceRows, targetRows, keys, settled, waitingFor, through);
    }
  }

  private record Answers<T>(T source, T target) {}

  /** Compares the tables and hands over the keys that differ, in ascending order. */
  static Result run(Verifier verifier, BiConsumer<Kind, KeyValue> sink)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (TableReader source = new TableReader(verifier.source());
        TableReader target = new TableReader(verifier.target())) {
      RowSql sql = new RowSql(verifier.table(), List.of(source.encoding(), target.encoding()));
      return new Pass(source, target, threads, sql, sink).run(verifier.rangeSize());
    } finally {
      threads.shutdown();
    }
  }

  private Result run(int rangeSize) throws InterruptedException {
    // The transaction began before its snapshot was taken, so its time promises no more than that.
    Instant through =
        source.one("select now()", row -> row.getObject(1, OffsetDateTime.class).toInstant());
    // From now on the target is seen as it is now.
    int unused = target.one("select 1", row -> row.getInt(1));
    long sourceRows = 0;
    long targetRows = 0;
    try (KeyRanges ranges = new KeyRanges(sql, source, rangeSize)) {
      while (ranges.hasNext()) {
        Block block = ranges.next();
        Answers<Checksum[]> checksums = ask(table -> sql.checksums(table, block));
        sourceRows += Checksum.total(checksums.source());
        targetRows += Checksum.total(checksums.target());
        compare(block, checksums);
      }
    }
    return new Result(sourceRows, targetRows, through);
  }

  private void compare(Block block, Answers<Checksum[]> checksums) throws InterruptedException {
    List<Integer> differing =
        IntStream.range(0, block.size())
            .filter(i -> !checksums.source()[i].equals(checksums.target()[i]))
            .boxed()
            .toList();
    if (!differing.isEmpty()) {
      long missing = compareRows(block, differing);
      long surplus = Checksum.total(checksums.source()) - Checksum.total(checksums.target());
      // Both are of one moment: if they are not the same, some row was not looked at.
      if (missing != surplus) {
        throw new IllegalStateException(
            "%d more rows are missing than extra, and the counts say %d"
                .formatted(missing, surplus));
      }
    }
  }

  /** Returns how many rows only the source has, less those that only the target has. */
  private long compareRows(Block block, List<Integer> differing) throws InterruptedException {
    int first = differing.get(0);
    Block part = block.part(first, differing.get(differing.size() - 1));
    List<Integer> ranges = differing.stream().map(range -> range - first).toList();
    Answers<TableReader.Keys> rows = ask(table -> sql.digests(table, part, ranges));
    long missing = 0;
    try (TableReader.Keys here = rows.source();
        TableReader.Keys there = rows.target()) {
      while (here.key() != null || there.key() != null) {
        missing -= compareRow(here, there);
      }
    }
    return missing;
  }

  /** Returns the sign of the order: below 0 if only the source has the row, above if the target. */
  private int compareRow(TableReader.Keys here, TableReader.Keys there) {
    int order = Integer.signum(here.compareTo(there));
    if (order < 0) {
      sink.accept(Kind.MISSING, here.key());
    } else if (order > 0) {
      sink.accept(Kind.EXTRA, there.key());
    } else if (here.digest() != there.digest()) {
      sink.accept(Kind.DIFFERENT, here.key());
    }
    if (order <= 0) {
      here.advance();
    }
    if (order >= 0) {
      there.advance();
    }
    return order;
  }

  /** Waits for both, even if one fails: a connection must be at rest before it is closed. */
  private <T> Answers<T> ask(Function<TableReader, T> question) throws InterruptedException {
    List<Future<T>> answers =
        threads.invokeAll(
            List.<Callable<T>>of(() -> question.apply(source), () -> question.apply(target)));
    try {
      return new Answers<>(answers.get(0).get(), answers.get(1).get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
