package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.operations.verify.CommandRun;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that were there before and hold what the contract cannot say. */
@Tag("servers")
class UnsayableRowsTest {
  @Test
  void are_counted_and_can_be_found_before_anything_is_made() throws Exception {
    SampleTable everything = SampleTable.everything();
    Contract contract = Contract.named(everything.contract()).orElseThrow();
    try (TestPipeline pipeline = TestPipeline.bare(contract, "unsayable")) {
      for (String statement : everything.types()) {
        pipeline.source(statement);
        pipeline.target(statement);
      }
      pipeline.source(everything.definition());
      pipeline.target(everything.definition());
      pipeline.source(
          "insert into everything (id, a_numeric, ints) values (1, 1, null), (2, 'NaN', '{1}'),"
              + " (3, null, '{{1},{2}}'), (4, 'NaN', '{}'), (5, null, null)");

      for (String option : new String[] {"--dry-run", "--create-tables"}) {
        CommandRun refused = pipeline.cdc("setup", option);
        assertThat(refused.exitCode()).as(refused.out()).isEqualTo(3);
        assertThat(refused.err())
            .contains("2 rows of everything have a value in column a_numeric")
            .contains("1 rows of everything have a value in column ints");
        assertThat(pipeline.askSource("select to_regclass('everything_cdc')")).isNull();
        assertThat(pipeline.askTarget("select to_regclass('everything_versions')")).isNull();
        String which =
            refused.err().lines().filter(l -> l.contains("a_numeric")).findFirst().orElseThrow();
        String keys = which.replaceFirst(".*they are: ", "").replace(" [CDC-301]", "");
        assertThat(
                pipeline.askSource(
                    "select string_agg(id::text, ',' order by id) from (%s) k".formatted(keys)))
            .isEqualTo("2,4");
      }
      pipeline.source("update everything set a_numeric = null, ints = null");

      try (Connection writer = pipeline.connectSource();
          Statement statement = writer.createStatement()) {
        writer.setAutoCommit(false);
        statement.execute("insert into everything (id, a_numeric) values (6, 'NaN')");
        try (RunningCommand waits = pipeline.begin(Map.of(), "setup")) {
          pipeline
              .waiting("set-up waits for the writer")
              .until(() -> waits.err().contains("everything is held by"));
          writer.commit();
          assertThat(waits.exitCode()).as(waits.err()).isEqualTo(3);
          assertThat(waits.err())
              .contains("correct them and set up again", "1 rows of everything have a value");
        }
      }
      pipeline.source("update everything set a_numeric = null where id = 6");
      CommandRun setup = pipeline.cdc("setup");
      assertThat(setup.exitCode()).as(setup.err()).isZero();
    }
  }
}
