package io.employeecdc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z]+)\\.([A-Za-z]+)` \\|");

  @Test
  void every_room_of_the_walk_is_there() throws Exception {
    List<String> rooms =
        ROOM.matcher(Files.readString(Path.of("../docs/architecture.md")))
            .results()
            .map(room -> room.group(1) + "/" + room.group(2) + ".java")
            .toList();

    assertThat(rooms)
        .hasSizeGreaterThan(15)
        .allMatch(
            room ->
                Files.exists(
                    Path.of("../consumer/src/main/java/io/employeecdc/consumer").resolve(room)));
  }
}
