package io.employeecdc.pipeline.endtoend;

/** On the local stack, in every build. */
class SourceSqlTest extends SourceSqlContract {
  @Override
  RunningPipeline startPipeline() throws Exception {
    return LocalRunningPipeline.start("sql");
  }
}
