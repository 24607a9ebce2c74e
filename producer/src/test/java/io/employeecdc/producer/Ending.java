package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.employeecdc.runtime.failure.CdcException;

/** A producer that is expected to fail. */
record Ending(RunningProducer producer) implements AutoCloseable {
  CdcException failure() {
    await().until(producer.end()::isDone);
    return (CdcException) catchThrowable(() -> producer.end().join()).getCause();
  }

  @Override
  public void close() {
    producer.abandon();
  }
}
