package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.runtime.results.JsonOutput;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  @Test
  void no_text_steers_a_terminal_and_each_is_read_back_as_it_was() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode row = mapper.createObjectNode();
    row.put("city", "Zürich \u001b[2J \u009b31m \u202etxt\u2066 \u007f 日本 \\u009b");

    String text = JsonOutput.text(row);

    assertThat(text)
        .contains("Zürich", "日本")
        .doesNotContainPattern(
            "[\\p{Cntrl}&&[^\n]]|[\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]");
    assertThat(mapper.readTree(text)).isEqualTo(row);
  }
}
