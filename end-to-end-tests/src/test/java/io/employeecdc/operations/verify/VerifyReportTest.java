package io.employeecdc.operations.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.operations.verify.VerifyResult.DifferingKeys;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class VerifyReportTest {
  @Test
  void a_key_of_text_is_fit_for_a_terminal_and_as_it_is_in_json() {
    VerifyReport report = new VerifyReport(OtherKey.TEXT.table().key(), 100);
    KeyValue key = KeyValue.of("10\u001b[31m\n");

    assertThat(report.named(keys(KeyValue.of("10"), KeyValue.of("11"), key)))
        .isEqualTo("10, 11, 10\\u001b[31m\\n");
    assertThat(report.json(key).textValue()).isEqualTo("10\u001b[31m\n");
  }

  @Test
  void a_key_of_several_columns_is_an_array_and_a_single_number_a_number() {
    VerifyReport several = new VerifyReport(OtherKey.INT_AND_DATE.table().key(), 100);
    VerifyReport number = new VerifyReport(OtherKey.LONG.table().key(), 100);

    assertThat(several.named(keys(KeyValue.of(7, 0), KeyValue.of(7, Integer.MAX_VALUE))))
        .isEqualTo("[7,\"1970-01-01\"], [7,\"infinity\"]");
    assertThat(several.json(KeyValue.of(7, 0)).textValue()).isEqualTo("[7,\"1970-01-01\"]");
    assertThat(number.json(KeyValue.of(7L)).isNumber()).isTrue();
  }

  private static DifferingKeys keys(KeyValue... keys) {
    return new DifferingKeys(keys.length, List.of(keys));
  }
}
