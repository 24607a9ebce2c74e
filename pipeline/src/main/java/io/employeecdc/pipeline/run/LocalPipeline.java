package io.employeecdc.pipeline.run;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.Names;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.pipeline.setup.Setup;
import io.employeecdc.pipeline.setup.SetupSettings;
import io.employeecdc.pipeline.verify.Verifier;
import io.employeecdc.pipeline.verify.VerifyException;
import io.employeecdc.pipeline.verify.VerifyResult;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipeline's fixed names on one local stack. */
public final class LocalPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPipeline.class);
  private static final int PARTITIONS = 6;
  private static final int RANGE_SIZE = 10_000;
  private static final int KEY_LIMIT = 20;

  private final LocalStack stack;

  public LocalPipeline(LocalStack stack) {
    this.stack = stack;
  }

  public LocalStack stack() {
    return stack;
  }

  /** Migrations, topics, schema. */
  public void setUp() throws IOException {
    SetupSettings settings =
        new SetupSettings(
            source(),
            target(),
            kafka(),
            stack.registryUrl().toString(),
            new SetupSettings.TopicNames(
                Names.TOPIC, Names.DEAD_LETTER_TOPIC, Names.POSITION_TOPIC),
            PARTITIONS,
            0);
    new Setup(settings).run((part, what) -> LOG.debug("{}: {}", part, what));
  }

  /** A new connection to the source, which the caller closes. */
  public Connection connectSource() throws SQLException {
    return stack.source().connect(stack.source().name());
  }

  /** Compares source and target. */
  public VerifyResult verify() throws InterruptedException {
    try (HikariDataSource from = DataSources.pool(source(), 1, null, null);
        HikariDataSource to = DataSources.pool(target(), 1, null, null)) {
      return Verifier.verify(from, to, RANGE_SIZE, KEY_LIMIT);
    } catch (VerifyException e) {
      throw SqlState.fatal(source(), DataSources.rootCause(e.error()));
    }
  }

  /**
   * Bytes that a record of the main topic takes in a broker's log, compressed, with all overhead.
   */
  public double bytesPerRecord() throws InterruptedException {
    return new TopicSize(kafka(), Names.TOPIC).bytesPerRecord();
  }

  private DatabaseSettings source() {
    return settings(stack.source());
  }

  private DatabaseSettings target() {
    return settings(stack.target());
  }

  private KafkaSettings kafka() {
    return new KafkaSettings(stack.bootstrapServers(), Map.of());
  }

  private static DatabaseSettings settings(Postgres server) {
    return new DatabaseSettings(server.name(), server.jdbcUrl(), server.user(), server.password());
  }
}
