package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.cli.Cdc;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.VerifyResult;
import io.employeecdc.operations.verify.VerifyResult.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server passes over for want of a publication, of which the connector sees nothing. */
@Tag("servers")
@Tag("nightly")
class DroppedPublicationTest {
  private static final Pattern ADVICE = Pattern.compile("run: (.*?);");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"drop publication %s", "alter publication %s drop table employees"})
  void what_was_written_without_a_publication_is_told_of_and_written_again(String statement)
      throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("passed_" + statement.charAt(0))) {
      pipeline.capture.prepare();
      pipeline.capture.connect(Map.of());
      pipeline.start(pipeline.consumer);
      LogExporter exporter = LogExporter.start(pipeline);
      pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
      pipeline.awaitEqual();
      exporter.awaitReady();

      String name = pipeline.capture.name();
      pipeline.asSuperuser(statement.formatted(name));
      pipeline.source("update employees set city = 'passed over' where emp_id <= 10");
      pipeline.source("insert into employees (emp_id) values (101)");
      pipeline.source("delete from employees where emp_id = 50");
      exporter.awaitLost("publication " + name + " has not all of the table");
      assertThat(pipeline.capture.connector().state()).isEqualTo("RUNNING");

      pipeline.asSuperuser(advice(pipeline));
      long before = pipeline.applied();
      pipeline.source("update employees set city = 'later' where emp_id > 90");
      pipeline.waiting("what comes later").until(() -> pipeline.applied() > before);
      exporter.awaitLost("see 'A publication that was dropped'");
      writeAgain(pipeline);
      pipeline.awaitEqual();
      exporter.restart();
      exporter.awaitReady();
    }
  }

  private String advice(LoggedPipeline pipeline) throws Exception {
    Path file = directory.resolve("connector.json");
    Files.writeString(
        file, new ObjectMapper().writeValueAsString(pipeline.capture.configuration(Map.of())));
    CommandRun check =
        CommandRun.of(new Cdc(), pipeline.local.environment(), "connect", "check", file.toString());
    assertThat(check.exitCode()).as(check.err()).isEqualTo(3);
    assertThat(check.err()).contains("A publication that was dropped");
    Matcher statement = ADVICE.matcher(check.err());
    assertThat(statement.find()).as(check.err()).isTrue();
    return statement.group(1);
  }

  private static void writeAgain(LoggedPipeline pipeline) throws Exception {
    VerifyResult found = pipeline.local.verify();
    assertThat(found.differences()).isEqualTo(11);
    pipeline.writeAgain(found);
    for (KeyValue key : found.of(Kind.EXTRA).keys()) {
      pipeline.source("insert into employees (emp_id) values (%s)".formatted(key.get(0)));
      pipeline.source("delete from employees where emp_id = " + key.get(0));
    }
  }
}
