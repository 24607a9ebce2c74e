package io.employeecdc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract lists a table's columns, and nothing that works on tables does it again. */
class ColumnsInOnePlaceTest {
  /** What is made up, and what released versions of the contract cannot say any more. */
  private static final List<String> EXAMPLES =
      List.of(
          "CommitLatency.java",
          "EmployeeCDC.properties",
          "GeneratedHistory.java",
          "NextSteps.java",
          "SingleRows.java",
          "SourceLoad.java",
          "WriterCost.java");

  private static final Pattern COMMENT =
      Pattern.compile("^\\s*(\\*|/\\*|//|--|#).*$", Pattern.MULTILINE);

  private static final Pattern COLUMN =
      Pattern.compile(
          Contract.standard().table().columns().stream()
              .map(Column::name)
              .collect(Collectors.joining("|", "\\b(", ")\\b")));

  @Test
  void no_program_and_no_migration_names_a_column_of_the_row() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      List<String> naming =
          modules
              .map(module -> module.resolve("src/main"))
              .filter(Files::isDirectory)
              .flatMap(ColumnsInOnePlaceTest::files)
              .filter(ColumnsInOnePlaceTest::namesColumn)
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList();

      assertThat(naming).isEqualTo(EXAMPLES);
    }
  }

  private static Stream<Path> files(Path main) {
    try (Stream<Path> all = Files.walk(main)) {
      return all
          .filter(file -> file.toString().matches(".*\\.(java|sql|properties)"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean namesColumn(Path file) {
    try {
      return COLUMN.matcher(COMMENT.matcher(Files.readString(file)).replaceAll("")).find();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
