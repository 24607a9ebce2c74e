package io.employeecdc.faults;

import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.PipelineNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * What a pipeline leaves on a stack that others go on to use; a run would fill the disk with it.
 */
final class Remains {
  private Remains() {}

  static void remove(LocalPipeline pipeline) throws SQLException {
    PipelineNames names = pipeline.names();
    try (Admin admin = Admin.create(pipeline.kafka().client("test-clean-up"))) {
      Set<String> topics = done(admin.listTopics().names());
      topics.retainAll(Set.of(names.topic(), names.deadLetters(), names.positions()));
      done(admin.deleteTopics(topics).all());
    }
    try (Connection source = pipeline.stack().source().connect("postgres");
        Connection target = pipeline.stack().target().connect("postgres")) {
      drop(source, names.source());
      drop(target, names.target());
    }
  }

  private static <T> T done(KafkaFuture<T> answer) {
    return answer.toCompletionStage().toCompletableFuture().join();
  }

  private static void drop(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop database " + database + " with (force)");
    }
  }
}
