package io.employeecdc.pipeline.endtoend;

import io.employeecdc.pipeline.run.Flow;
import java.sql.Connection;
import java.sql.SQLException;

/** A pipeline that is set up and runs, with one producer and one consumer, wherever that may be. */
interface RunningPipeline extends AutoCloseable {
  /** A new connection to the source as its owner, which the caller closes. */
  Connection connectSource() throws SQLException;

  /** A new connection to the target as its owner, which the caller closes. */
  Connection connectTarget() throws SQLException;

  /** What both services count now; 0 for one that does not answer. */
  Flow flow();

  /** Compares both tables; "equal", or in other words what is wrong. */
  String verify() throws Exception;

  /** Ends the consumer as {@code kill -9} does. */
  void killConsumer();

  /** Starts another consumer in place of the killed one; comes back when it is ready. */
  void startConsumer();

  @Override
  void close();
}
