package io.employeecdc.pipeline.verify;

/** Takes the keys that a comparison of the tables found to differ. */
interface KeySink {
  /** Called with ascending keys. */
  void differs(Kind kind, long key) throws VerifyException, InterruptedException;
}
