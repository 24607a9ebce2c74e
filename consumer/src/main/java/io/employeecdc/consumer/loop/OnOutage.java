package io.employeecdc.consumer.loop;

/** What to do with a batch while the target is out of reach. */
public enum OnOutage {
  /** Wait, for as long as it takes. */
  PAUSE,
  /** After three tries put the batch into the dead-letter topic and go on. */
  DLQ
}
