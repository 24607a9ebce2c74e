package io.employeecdc.consumer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.contract.RegistryException;
import java.io.OutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a registry answers to the question for a record's schema, there is an outcome. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRegistryTest extends WithRegistry {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "7",
        "{\"schema\":null}",
        "{\"schema\":{}}",
        "<html>",
        "",
        "{\"schema\":"
      })
  void an_answer_that_is_none_is_the_registrys_fault(String answer) {
    answer(answer);
    assertThat(failure()).isEqualTo(RegistryException.Reason.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[null]", "{}", "[{}]"})
  void an_answer_to_a_question_of_less_weight_is_no_matter(String answer) throws RegistryException {
    server.createContext("/schemas/ids/7/versions", exchange -> send(exchange, answer));
    schema(ours("\"null\""));
    assertThat(fault((byte) 0)).isEqualTo(DecodeFault.TRAILING_BYTES);
  }

  @Tag("nightly")
  @Test
  void an_answer_without_an_end_is_given_up() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (long i = 0; i < Long.MAX_VALUE; i++) {
              out.write(' ');
            }
          }
        });
    assertThat(failure()).isEqualTo(RegistryException.Reason.UNREACHABLE);
  }

  private RegistryException.Reason failure() {
    try {
      throw new AssertionError(decode(filled((byte) 0)).toString());
    } catch (RegistryException e) {
      return e.reason();
    } catch (UndecodableException e) {
      throw new AssertionError(e);
    }
  }
}
