package io.employeecdc.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
  private static final String MOST = "67108864";

  @ParameterizedTest
  @ValueSource(strings = {"fetch.max.bytes", "max.partition.fetch.bytes"})
  void a_fetch_has_bounds(String name) {
    assertThat(ClientSettings.fault(Map.of(name, "1"))).isEmpty();
    assertThat(ClientSettings.fault(Map.of(name, MOST))).isEmpty();
    for (String bytes : new String[] {"0", "67108865", "2147483647"}) {
      assertThat(ClientSettings.fault(Map.of(name, bytes)))
          .as(bytes)
          .contains(name + " is not a number of bytes from 1 to " + MOST);
    }
    for (String bytes : new String[] {"-1", "64m", "", "99999999999"}) {
      assertThat(ClientSettings.fault(Map.of(name, bytes)))
          .as(bytes)
          .contains(name + ": not a value that Kafka's clients take");
    }
  }
}
