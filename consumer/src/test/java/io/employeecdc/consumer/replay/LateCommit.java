package io.employeecdc.consumer.replay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * Holds the first commit of a Kafka transaction in the client's own thread, which logs it just
 * before it sends it, for longer than anybody waits for the answer; then it goes out.
 */
final class LateCommit extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final long LONGER_THAN_MAX_BLOCK_MS = 10_500;

  private final Logger sender =
      (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.producer.internals.Sender");
  private final AtomicInteger seen = new AtomicInteger();

  LateCommit() {
    sender.setLevel(Level.DEBUG);
    sender.setAdditive(false);
    start();
    sender.addAppender(this);
  }

  int seen() {
    return seen.get();
  }

  @Override
  protected void append(ILoggingEvent event) {
    String line = event.getFormattedMessage();
    if (line.contains("Sending transactional request EndTxn") && seen.incrementAndGet() == 1) {
      try {
        boolean unused =
            new CountDownLatch(1).await(LONGER_THAN_MAX_BLOCK_MS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    sender.detachAppender(this);
    sender.setAdditive(true);
    sender.setLevel(null);
  }
}
