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

  /** How often the consumer has met something out of reach, so far. */
  double retries();

  /** Puts a record on the topic that none of ours has written. */
  void send(String key, byte[] value) throws Exception;

  /** Compares both tables; "equal", or in other words what is wrong. */
  String verify() throws Exception;

  /** Ends the consumer as {@code kill -9} does. */
  void killConsumer();

  /** Starts another consumer in place of the killed one; comes back when it is ready. */
  void startConsumer();

  /** Ends the producer as {@code kill -9} does. */
  void killProducer();

  /** Starts another producer in place of the killed one; comes back when it is ready. */
  void startProducer();

  /** Ends the target's server in the orderly way. */
  void stopTarget();

  /** Starts the target's server again; comes back when it answers. */
  void startTarget();

  @Override
  void close();
}
