package io.employeecdc.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  @Test
  void adjacent_keys_become_one_run() {
    assertThat(KeyText.runs(List.of(-12L, -11L, -1L, 0L, 1L, 7L, 9L, 10L)))
        .containsExactly("-12..-11", "-1..1", "7", "9-10");
  }

  @Test
  void no_keys_have_no_runs() {
    assertThat(KeyText.runs(List.of())).isEmpty();
    assertThat(KeyText.lines(List.of(), 10)).containsExactly("");
  }

  @Test
  void long_lists_break_between_keys() {
    List<String> lines = KeyText.lines(Collections.nCopies(25, "1234"), 20);

    assertThat(lines).allMatch(line -> line.length() <= 20);
    assertThat(lines.get(0)).isEqualTo("1234, 1234, 1234,");
    assertThat(String.join(" ", lines)).isEqualTo("1234" + ", 1234".repeat(24));
  }
}
