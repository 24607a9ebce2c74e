package io.employeecdc.producer.capture;

/** What to do when the source has another {@link SourceHistory} than the one that was read. */
public enum OnChange {
  /** Stop: it may lack what is published, and a source may give its ids to others. */
  STOP,
  /** Go on: somebody sees to it that nothing is lost, as a synchronous standby does. */
  CONTINUE
}
