package io.employeecdc.consumer;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.registry.RegistryWait;
import io.employeecdc.runtime.service.Shutdown;
import java.sql.Connection;
import java.sql.SQLException;

/** What must hold before the consumer takes its first record; a fault ends it with one line. */
final class StartChecks {
  private StartChecks() {}

  /**
   * @param schema of the table
   * @param topicId given by the brokers when the topic was made
   */
  record Found(String schema, String topicId) {}

  static Found run(
      ConsumerSettings settings,
      Target target,
      TopicExpectations topics,
      Registry registry,
      Shutdown shutdown) {
    DataSources.check(settings.target());
    String schema = checkTables(settings, target);
    String topicId = topics.require().get(settings.topic()).topicId().toString();
    RegistryWait.until(
        settings.registry(), settings.registryTimeout(), () -> ping(registry), shutdown::pause);
    return new Found(schema, topicId);
  }

  private static String checkTables(ConsumerSettings settings, Target target) {
    try (Connection connection = target.connection()) {
      new TargetCheck(target).verify();
      return Expectations.schemaOf(connection, target.sql("${table}"));
    } catch (SQLException e) {
      throw SqlState.fatal(settings.target(), DataSources.rootCause(e));
    }
  }

  private static void ping(Registry registry) {
    try {
      registry.ping();
    } catch (RegistryException e) {
      boolean refused = e.reason() == RegistryException.Reason.REFUSED;
      throw new CdcException(
          refused ? ErrorCode.REGISTRY_REFUSED : ErrorCode.REGISTRY_UNREACHABLE,
          RegistryAdvice.complete(e),
          e);
    }
  }
}
