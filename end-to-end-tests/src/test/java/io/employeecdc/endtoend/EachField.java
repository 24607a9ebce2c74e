package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.operations.verify.CommandRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at a table field by field, so that one which was forgotten somewhere is named. */
record EachField(PipelineUnderTest pipeline, CapturedTable table) {
  /**
   * Requires that each column of the target holds what the source's does.
   *
   * @param step after which this is asked, for the message
   */
  void requireCarried(String step) throws SQLException {
    String key = "array[" + keys("%s::text") + "]";
    try (Connection source = pipeline.connectSource();
        Connection target = pipeline.connectTarget()) {
      for (Column column : table.columns()) {
        String ask =
            "select string_agg(%s::text || md5(coalesce(%s::text, 'null')), ' ' order by %s) from %s"
                .formatted(key, column.sql(), keys("%s"), table.sql());
        assertThat(PipelineUnderTest.ask(target, ask))
            .as("field %s after %s", column.name(), step)
            .isEqualTo(PipelineUnderTest.ask(source, ask));
      }
    }
  }

  /** Takes the value of each field from a row of its own, and requires that verify names it. */
  void requireVerifySeesEach() throws Exception {
    Map<String, String> spoilt = new LinkedHashMap<>();
    String key = table.key().columns().get(0).sql();
    for (Column column : table.columns()) {
      String row =
          pipeline.askTarget(
              "select %1$s from %2$s where %3$s is not null and %1$s::text <> all ('{%4$s}') limit 1"
                  .formatted(key, table.sql(), column.sql(), String.join(",", spoilt.values())));
      pipeline.target(
          "update %s set %s = null where %s = '%s'".formatted(table.sql(), column.sql(), key, row));
      spoilt.put(column.name(), row);
    }
    CommandRun run = pipeline.cdc("verify", "--json", "-");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(7);
    JsonNode different = new ObjectMapper().readTree(run.out()).at("/keys/different");
    List<String> seen = different.valueStream().map(JsonNode::asText).toList();
    spoilt.forEach(
        (field, row) -> assertThat(seen).as("verify sees a change of " + field).contains(row));
  }

  private String keys(String format) {
    return String.join(
        ", ", table.key().columns().stream().map(c -> format.formatted(c.sql())).toList());
  }
}
