package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.peers.Meters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A target whose disk is full. */
@Tag("servers")
class DiskFaultsTest {
  private static final int TABLES_MEGABYTES = 64;
  private static final String FULL = "53100";

  /**
   * What is full is where the tables are; a full disk of the log ends the server, as in fault 4.
   */
  @FaultTest
  void while_the_targets_disk_is_full_the_consumer_waits(
      long seed, Stages stages, @TempDir Path folder) throws Exception {
    String space = "small_" + seed;
    try (SmallDisk disk = SmallDisk.over(folder, TABLES_MEGABYTES)) {
      try (Scene scene = stages.fresh(Fault.TARGET_DISK_FULL, seed)) {
        move(scene.pipeline(), space, disk.folder());
        scene.start();
        scene.awaitAnyMoment();
        disk.fill();
        scene
            .pipeline()
            .waiting("the target says that its disk is full")
            .until(() -> Files.readString(scene.consumer().log()).contains(FULL));
        scene.awaitCapture(500);
        assertThat(scene.consumer().answers()).isTrue();
        assertThat(Meters.of(scene.consumer().port()).count("cdc_dead_lettered_total")).isZero();
        scene.heal(disk::free);
        scene.check();
      } finally {
        stages.close();
        onTarget("drop tablespace if exists " + space);
      }
    }
  }

  private static void move(TestPipeline pipeline, String space, Path folder) throws SQLException {
    onTarget("create tablespace " + space + " location '" + folder + "'");
    onTarget("alter database " + pipeline.local().names().target() + " set tablespace " + space);
  }

  private static void onTarget(String sql) throws SQLException {
    Postgres target = TestStack.shared().target();
    try (Connection connection = target.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
