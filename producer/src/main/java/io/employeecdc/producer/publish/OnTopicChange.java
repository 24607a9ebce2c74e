package io.employeecdc.producer.publish;

/** What to do when the topic is not the one into which was published. */
public enum OnTopicChange {
  /** Stop: it may lack what is published. */
  STOP,
  /** Go on: somebody sees to it that it lacks nothing. */
  CONTINUE,
  /** Go on from where a mirror is known to have come: see {@link MirroredPosition}. */
  MIRRORED
}
