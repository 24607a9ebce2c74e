package io.employeecdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.ProducerCommand;
import io.employeecdc.runtime.management.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void the_command_line_and_each_service_by_itself_say_which_version_they_are() throws IOException {
    for (Object program : List.of(new Cdc(), new ProducerCommand(), new ConsumerCommand())) {
      // The version that Compose takes from the shell is another thing.
      CommandRun run = CommandRun.of(program, Map.of("CDC_VERSION", "9.9.9"), "--version");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out().strip()).isEqualTo("Employee CDC " + version());
    }
  }

  @Test
  void a_service_shows_its_version_as_a_metric_with_a_help_text() throws IOException {
    try (Metrics metrics = new Metrics("producer")) {
      assertThat(metrics.registry().scrape())
          .contains("# HELP cdc_build_info The version of this program, as a label")
          .contains("cdc_build_info{service=\"producer\",version=\"%s\"} 1".formatted(version()));
    }
  }

  /** As the build has it. */
  private static String version() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    assertThat(version.find()).isTrue();
    return version.group(1);
  }
}
