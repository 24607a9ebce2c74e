package io.employeecdc.workbench.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvHistoryTest {
  @TempDir private Path directory;

  @Test
  void nothing_is_null_and_two_quotes_are_a_text_without_characters() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("changes.csv"),
            """
            changed_on,action,emp_id,first_name,city,salary
            1990-01-01,INSERT,1,"",,
            1990-01-02,UPDATE,1,"O, B",Rome,7
            """);
    try (Stream<HistoryChange> changes =
        new CsvHistory(file, Contract.standard().table()).changes()) {
      assertThat(changes.map(change -> new TreeMap<>(change.values()).toString()))
          .containsExactly(
              "{emp_id=1, first_name=}", "{city=Rome, emp_id=1, first_name=O, B, salary=7}");
    }
  }
}
