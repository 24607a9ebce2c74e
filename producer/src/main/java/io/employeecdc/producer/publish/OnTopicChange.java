package io.employeecdc.producer.publish;

/** What to do when the topic is not the one into which was published. */
public enum OnTopicChange {
  /** It may lack what is published: a person decides. */
  STOP,
  /** It has all that the one before had, or somebody sees to it. */
  CONTINUE
}
