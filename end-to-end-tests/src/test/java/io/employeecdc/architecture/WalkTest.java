package io.employeecdc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/architecture.md names is where it says. */
class WalkTest {
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z]+\\.[A-Za-z]+)` \\|");
  private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+[A-Z][A-Za-z]*)`");
  private static final Pattern FILE = Pattern.compile("`([a-zA-Z-]+/[^` ]+|[A-Z]+\\.md)`");

  @Test
  void every_room_of_the_walk_is_there() throws IOException {
    List<String> rooms = named(ROOM, page());

    assertThat(rooms).hasSizeGreaterThan(15).allMatch(room -> isClass("consumer." + room));
  }

  @Test
  void every_class_and_file_to_put_something_into_is_there() throws IOException {
    String page = page();
    int table = page.indexOf("## Where to put what");
    String places = page.substring(table, page.indexOf("\n## ", table));

    assertThat(named(CLASS, places)).hasSizeGreaterThan(8).allMatch(WalkTest::isClass);
    assertThat(named(FILE, places))
        .hasSizeGreaterThan(4)
        .allMatch(file -> Files.exists(Path.of("..", file)));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/architecture.md"));
  }

  private static List<String> named(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static boolean isClass(String name) {
    Path file = Path.of("src/main/java/io/employeecdc", name.replace('.', '/') + ".java");
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules.anyMatch(module -> Files.exists(module.resolve(file)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
