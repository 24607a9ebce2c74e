package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.run.LocalPipeline;
import java.util.List;

/** A way from a table in the source to the same table in the target, in databases of its own. */
interface Contender {
  LocalPipeline pipeline();

  /** Where its changes are in between. */
  default String topic() {
    return pipeline().names().topic();
  }

  /** Databases, tables, topics; from now on its changes are kept for it. */
  void setUp() throws Exception;

  /** Its processes are up, and what has been kept is on its way. */
  void start() throws Exception;

  /** Its settings for a backlog, or for few changes that must be there soon, where they differ. */
  default void suit(Load load) throws Exception {}

  /** It captures nothing until it is released, so that a backlog can be made. */
  void hold() throws Exception;

  void release() throws Exception;

  /** Its processes, beside the servers that all contenders have. */
  List<? extends Server> processes();

  /** Ends its processes; nothing is kept for it any more. */
  void stop() throws Exception;
}
