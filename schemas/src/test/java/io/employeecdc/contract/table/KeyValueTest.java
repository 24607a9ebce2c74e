package io.employeecdc.contract.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyValueTest {
  /** Characters around the places where two orders of texts differ. */
  private static final List<String> PARTS =
      List.of("", "a", "\u00e9", "\ud7ff", "\ue000", "\uffff", "\ud83d\ude00", "\ud800\udc00");

  /** That of the server's collation "C", in which parked changes are locked. */
  @Test
  void texts_are_in_the_order_of_their_bytes() {
    List<String> texts = new ArrayList<>();
    PARTS.forEach(first -> PARTS.forEach(second -> texts.add(first + second)));

    for (String one : texts) {
      for (String other : texts) {
        assertThat(Integer.signum(KeyValue.of(one).compareTo(KeyValue.of(other))))
            .as("%s and %s", one, other)
            .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes(one), bytes(other))));
      }
    }
  }

  @Test
  void the_second_column_decides_where_the_first_is_equal() {
    KeyValue lower = KeyValue.of(1, Long.MIN_VALUE);
    KeyValue higher = KeyValue.of(1, Long.MAX_VALUE);

    assertThat(lower).isLessThan(higher).isNotEqualTo(higher);
    assertThat(KeyValue.of(2, Long.MIN_VALUE)).isGreaterThan(higher);
    assertThat(KeyValue.of(1, Long.MAX_VALUE)).isEqualTo(higher).hasSameHashCodeAs(higher);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
