package io.employeecdc.producer.capture;

/** What to do when the source has another {@link SourceHistory} than the one that was read. */
public enum OnSourceChange {
  /** Stop: it may lack changes that are published, and give their ids to others. */
  STOP,
  /** Go on: somebody sees to it that no commit is lost, as a synchronous standby does. */
  CONTINUE
}
