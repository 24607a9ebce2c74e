package io.employeecdc.contract.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStepTest {
  private static final byte[] FOUR = "{ \"é\": 4 }".getBytes(StandardCharsets.UTF_8);

  @TempDir Path parent;

  @Test
  void adds_one_file_byte_for_byte_and_one_line() throws IOException {
    ReleasedFolder folder = ReleasedFolder.in(parent);
    String before = folder.text(Manifest.FILE);
    Release release = ReleaseStep.add(folder.path(), FOUR, LocalDate.of(2026, 1, 3));
    assertThat(release.number()).isEqualTo(4);
    assertThat(folder.files().files().get("v4.avsc")).isEqualTo(FOUR);
    assertThat(folder.text(Manifest.FILE)).isEqualTo(before + release.line() + "\n");
    assertThat(folder.files().files())
        .containsOnlyKeys("v1.avsc", "v2.avsc", "v3.avsc", "v4.avsc", Manifest.FILE);
    assertThat(folder.tampering()).isEmpty();
  }

  @Test
  void refuses_to_build_on_what_was_tampered_with() throws IOException {
    ReleasedFolder folder = ReleasedFolder.in(parent);
    folder.remove("v2.avsc");
    assertThatThrownBy(() -> ReleaseStep.add(folder.path(), FOUR, LocalDate.of(2026, 2, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("v2.avsc is missing");
    assertThat(folder.files().files()).doesNotContainKey("v4.avsc");
  }

  @Test
  void refuses_a_date_before_the_latest_release() throws IOException {
    ReleasedFolder folder = ReleasedFolder.in(parent);
    assertThatThrownBy(() -> ReleaseStep.add(folder.path(), FOUR, LocalDate.of(2026, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder.files().files()).doesNotContainKey("v4.avsc");
  }
}
