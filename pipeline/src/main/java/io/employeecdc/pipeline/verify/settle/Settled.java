package io.employeecdc.pipeline.verify.settle;

/** What came of waiting for the pipeline. */
public sealed interface Settled {
  /** The pipeline has handled everything up to there. */
  record Through(Horizon horizon) implements Settled {}

  /**
   * It had not when the time was over.
   *
   * @param waitingFor who had not come far enough, and how far they were
   */
  record NotYet(String waitingFor) implements Settled {}
}
