package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.KeyValue;

/** Takes the keys that a comparison of the tables found to differ. */
interface KeySink {
  /** Called with ascending keys. */
  void differs(Kind kind, KeyValue key) throws VerifyException, InterruptedException;
}
