package io.employeecdc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The blocks of docs/reading-the-topic.md: each program, and after it what it prints. */
record Guide(List<String> blocks) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");

  static Guide read() throws IOException {
    return new Guide(
        BLOCK
            .matcher(Files.readString(Path.of("../docs/reading-the-topic.md")))
            .results()
            .map(block -> block.group(1))
            .toList());
  }

  List<String> outputOf(Path program) throws IOException {
    String text = Files.readString(program);
    assertThat(blocks).as("the guide shows %s as it is", program).contains(text);
    return blocks.get(blocks.indexOf(text) + 1).lines().toList();
  }
}
