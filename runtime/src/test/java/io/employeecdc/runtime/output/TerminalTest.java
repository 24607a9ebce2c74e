package io.employeecdc.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void a_text_is_one_line_and_steers_nothing() {
    String hostile = "a\u001b[2J\u009b1m\r\n::error::b\u202e\u2028\t\ud800 Zürich 日本 ❌";
    String visible = "a\\u001b[2J\\u009b1m\\r\\n::error::b\\u202e\\u2028\\t\\ud800 Zürich 日本 ❌";

    assertThat(printed(out -> out.println(hostile))).isEqualTo(visible + "\n");
    assertThat(printed(out -> out.println((Object) hostile))).isEqualTo(visible + "\n");
    assertThat(printed(out -> out.print(hostile.toCharArray()))).isEqualTo(visible);
    assertThat(printed(out -> out.printf("%s|%n", hostile))).isEqualTo(visible + "|\n");
    assertThat(printed(out -> out.println('\u001b'))).isEqualTo("\\u001b\n");
    assertThat(Visible.of(visible)).isEqualTo(visible);
  }

  @Test
  void only_a_format_begins_a_command_of_github() {
    assertThat(printed(out -> out.println("::error::x"))).isEqualTo("\\u003a:error::x\n");
    assertThat(printed(out -> out.println("  ::error::x"))).isEqualTo("  \\u003a:error::x\n");
    assertThat(printed(out -> out.printf("%s:%s%n", ":", "error ::x")))
        .isEqualTo("\\u003a:error ::x\n");
    assertThat(printed(out -> out.printf("::error::%s%n", "a\n::b")))
        .isEqualTo("::error::a\\n::b\n");
    assertThat(printed(out -> out.printf("x %s%s%n", "##", "[error]")))
        .isEqualTo("x #\\u0023[error]\n");
    assertThat(Visible.of("a ##[error]")).isEqualTo("a #\\u0023[error]");
  }

  @Test
  void a_format_is_ours_and_has_no_country() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(printed(out -> out.printf("\r%,d %.1f\u001b[K", 1234, 0.5)))
          .isEqualTo("\r1,234 0.5\u001b[K");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String printed(Consumer<Terminal> printing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(bytes);
    printing.accept(terminal);
    terminal.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
