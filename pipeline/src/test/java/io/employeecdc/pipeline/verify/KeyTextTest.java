package io.employeecdc.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  @Test
  void adjacent_keys_become_one_run() {
    assertThat(runs(-12, -11, -1, 0, 1, 7, 9, 10))
        .containsExactly("-12..-11", "-1..1", "7", "9-10");
  }

  @Test
  void no_keys_have_no_runs() {
    assertThat(runs()).isEmpty();
    assertThat(KeyText.lines(List.of(), 10)).containsExactly("");
  }

  private static List<String> runs(int... keys) {
    return new KeyText(Contract.standard().table().key())
        .runs(IntStream.of(keys).mapToObj(KeyValue::of).toList());
  }

  @Test
  void long_lists_break_between_keys() {
    List<String> lines = KeyText.lines(Collections.nCopies(25, "1234"), 20);

    assertThat(lines).allMatch(line -> line.length() <= 20);
    assertThat(lines.get(0)).isEqualTo("1234, 1234, 1234,");
    assertThat(String.join(" ", lines)).isEqualTo("1234" + ", 1234".repeat(24));
  }
}
