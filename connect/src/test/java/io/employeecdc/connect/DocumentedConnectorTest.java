package io.employeecdc.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentedConnectorTest {
  @Test
  void the_page_has_the_configuration_that_the_demo_takes() throws IOException {
    try (InputStream taken = ContractRecord.class.getResourceAsStream("connector.json")) {
      assertThat(Files.readString(Path.of("..", "docs", "capture.md")))
          .contains(
              "```json\n" + new String(taken.readAllBytes(), StandardCharsets.UTF_8) + "```\n");
    }
  }
}
