package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.output.Visible;
import java.util.regex.Pattern;

/** A text that steers whatever shows it, and what must not be left of it in an output. */
final class Hostile {
  /** What a terminal or GitHub obeys, in a text that may stand anywhere, in JSON too. */
  static final String TEXT =
      "::error::hi\u001b[31mred\u009b31m\u202e\r\n::error::hi @octocat #17 GH-18 <img src=x>"
          + " [a](http://evil.example) www.evil.example `tick` | $x$ ##[add-mask]y\u2028z";

  /** What a name of a file may hold of it: no slash. */
  static final String FILE = TEXT.replace("/", "_");

  private static final Pattern OUR_COMMAND =
      Pattern.compile(
          "::(error|notice) file=[^:,]+,line=\\d+,col=\\d+,title=[a-z-]+::.*", Pattern.DOTALL);

  private Hostile() {}

  /** Fails if a terminal or a workflow of GitHub would obey a line of the output. */
  static void assertInert(String what, String output) {
    for (String line : output.split("\n", -1)) {
      assertThat(Visible.of(line)).as(what).isEqualTo(line);
      assertThat(line).as(what).doesNotContain("##[");
      if (line.strip().startsWith("::")) {
        assertThat(line).as(what).matches(OUR_COMMAND);
      }
    }
  }

  /** Fails if GitHub would make a link, a mention, a picture or a formula of the Markdown. */
  static void assertDead(String what, String markdown) {
    String outsideOfCode = markdown.replaceAll("`[^`\n]*`", "");
    assertThat(outsideOfCode)
        .as(what)
        .doesNotContain("@octocat", "#17", "GH-18", "http://", "www.evil", "$x$", "`")
        .doesNotContainPattern("(?<!\\\\)]\\(");
    assertThat(markdown).as(what).doesNotContain("<img");
  }
}
