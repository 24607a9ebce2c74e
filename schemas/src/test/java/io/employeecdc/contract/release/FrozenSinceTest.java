package io.employeecdc.contract.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenSinceTest {
  @TempDir Path parent;
  private ReleasedFolder folder;
  private ReleasedFiles then;

  @BeforeEach
  void remember_three_versions() throws IOException {
    folder = ReleasedFolder.in(parent);
    then = folder.files();
  }

  @Test
  void a_release_since_then_is_no_difference() throws IOException {
    byte[] four = "{}".getBytes(StandardCharsets.UTF_8);
    ReleaseStep.add(folder.path(), four, LocalDate.of(2026, 1, 4));
    assertThat(since()).isEmpty();
  }

  @Test
  void a_file_that_was_changed_together_with_its_line_is_found() throws IOException {
    folder.rewrite("v2.avsc", "{\"version\": \"two\"}\n");
    assertThat(folder.tampering()).isEmpty();
    assertThat(since())
        .containsExactly("v2.avsc is not what it is at main, where it was released before");
  }

  @Test
  void a_file_that_was_removed_together_with_its_line_is_found() throws IOException {
    folder.remove("v3.avsc");
    folder.write(Manifest.FILE, folder.text(Manifest.FILE).replaceAll("(?m)^3 .*\n", ""));
    assertThat(folder.tampering()).isEmpty();
    assertThat(since()).containsExactly("v3.avsc is released at main and missing here");
  }

  @Test
  void a_date_that_was_changed_is_found() throws IOException {
    String there = folder.text(Manifest.FILE).lines().toList().get(3);
    folder.write(Manifest.FILE, folder.text(Manifest.FILE).replace("3 2026-01-03", "3 2026-01-04"));
    assertThat(folder.tampering()).isEmpty();
    assertThat(since())
        .containsExactly(
            "versions.txt lists version 3 otherwise than at main: there it is '" + there + "'");
  }

  @Test
  void a_revision_without_a_list_is_compared_by_its_files() throws IOException {
    folder.remove(Manifest.FILE);
    then = folder.files();
    folder = new ReleasedFolder(ReleasedFolder.in(parent.resolve("anew")).path());
    assertThat(since()).isEmpty();
    folder.rewrite("v1.avsc", "{}");
    assertThat(since())
        .containsExactly("v1.avsc is not what it is at main, where it was released before");
  }

  private List<String> since() throws IOException {
    return FrozenSince.check("main", then, folder.files()).stream()
        .map(Tampering::message)
        .toList();
  }
}
