package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What teardown leaves alone, and what is in its way, where others have made things of theirs. */
@Tag("servers")
class TeardownBesideOthersTest {
  /** Named like ours, but for what they take. */
  private static final String OVERLOADS =
      "create function cdc_truncated(int) returns int language sql as 'select 1';"
          + " create function cdc_capture_insert(text) returns int language sql as 'select 1';";

  private static final String HIS =
      "select string_agg(what, ', ' order by what) from (select oid::regprocedure::text what"
          + " from pg_proc where proowner = 'lodger'::regrole"
          + " union all select relname from pg_class where relowner = 'lodger'::regrole"
          + " and relkind in ('r', 'v')) his";

  private static final String OURS =
      "select count(*) from pg_trigger where tgrelid = 'employees'::regclass and tgname like 'cdc%'";

  @Test
  void what_a_stranger_named_like_ours_stays_and_what_he_built_on_ours_is_in_the_way()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("teardown_lodger")) {
      pipeline.asSuperuser(pipeline.sourceServer(), "create role lodger; grant lodger to cdc");
      try {
        pipeline.source(
            "grant create on schema public to lodger; grant references on emp_cdc to lodger;"
                + " grant select on employees, emp_cdc to lodger;"
                + " grant execute on function cdc_capture_insert() to lodger");
        asLodger(
            pipeline,
            OVERLOADS
                + "create view seen as select emp_id from employees; create table his (x int)");
        String his = pipeline.askSource(HIS);
        for (String built :
            List.of(
                "create view \"a\n::error::b\" as select emp_id from emp_cdc",
                "create table \"a\n::error::b\" (x bigint references emp_cdc (action_id))",
                "create table \"a\n::error::b\" (x int); create trigger cdc_insert after insert on"
                    + " \"a\n::error::b\" referencing new table as new_rows for each statement"
                    + " execute function cdc_capture_insert()")) {
          asLodger(pipeline, built);

          CommandRun refused = pipeline.cdc("teardown", "--yes");

          assertThat(refused.exitCode()).as(built + refused.out()).isEqualTo(3);
          assertThat(refused.err()).contains("nothing was changed there", "depends on", "error::b");
          assertThat(refused.err().lines()).noneMatch(line -> line.startsWith("::error"));
          assertThat(pipeline.askSource(OURS)).isEqualTo("5");
          String kind = built.startsWith("create view") ? "view" : "table";
          asLodger(pipeline, "drop %s \"a\n::error::b\"".formatted(kind));
        }

        CommandRun teardown = pipeline.cdc("teardown", "--yes");

        assertThat(teardown.exitCode()).as(teardown.err()).isZero();
        assertThat(pipeline.askSource(OURS)).isEqualTo("0");
        assertThat(pipeline.askSource(HIS)).isEqualTo(his).contains("cdc_truncated(integer)");
        assertThat(pipeline.askSource("select count(*) from employees")).isEqualTo("0");
        CommandRun setup = pipeline.cdc("setup");
        assertThat(setup.exitCode()).isEqualTo(3);
        assertThat(setup.err()).contains("function cdc_truncated(integer) has a name");
      } finally {
        pipeline.source("drop owned by lodger cascade");
        pipeline.asSuperuser(pipeline.sourceServer(), "drop role lodger");
      }
    }
  }

  private static void asLodger(PipelineUnderTest pipeline, String sql) throws SQLException {
    pipeline.source("set role lodger; " + sql);
  }
}
