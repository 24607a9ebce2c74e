package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class KeyTextTest {
  @Test
  void adjacent_keys_become_one_run() {
    assertThat(runs(-12, -11, -1, 0, 1, 7, 9, 10))
        .containsExactly("-12..-11", "-1..1", "7", "9-10");
  }

  @Test
  void no_keys_have_no_runs() {
    assertThat(runs()).isEmpty();
  }

  @Test
  void a_key_of_text_is_fit_for_a_terminal_and_as_it_is_in_json() {
    KeyText text = new KeyText(OtherKey.TEXT.table().key());
    KeyValue key = KeyValue.of("10\u001b[31m\n");

    assertThat(text.runs(List.of(KeyValue.of("10"), KeyValue.of("11"), key)))
        .containsExactly("10", "11", "10\\u001b[31m\\n");
    assertThat(text.json(key).textValue()).isEqualTo("10\u001b[31m\n");
  }

  @Test
  void a_key_of_several_columns_is_an_array_and_a_single_number_a_number() {
    KeyText several = new KeyText(OtherKey.INT_AND_DATE.table().key());

    assertThat(several.runs(List.of(KeyValue.of(7, 0), KeyValue.of(7, Integer.MAX_VALUE))))
        .containsExactly("[7,\"1970-01-01\"]", "[7,\"infinity\"]");
    assertThat(several.json(KeyValue.of(7, 0)).textValue()).isEqualTo("[7,\"1970-01-01\"]");
    assertThat(new KeyText(OtherKey.LONG.table().key()).json(KeyValue.of(7L)).isNumber()).isTrue();
  }

  private static List<String> runs(int... keys) {
    return new KeyText(Contract.standard().table().key())
        .runs(IntStream.of(keys).mapToObj(KeyValue::of).toList());
  }
}
