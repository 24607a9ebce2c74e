package io.employeecdc.contract.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseGuardTest {
  @TempDir Path parent;
  private ReleasedFolder folder;

  @BeforeEach
  void release_three_versions() throws IOException {
    folder = ReleasedFolder.in(parent);
    assertThat(folder.tampering()).isEmpty();
  }

  @Test
  void names_a_file_that_was_changed() throws IOException {
    folder.write("v2.avsc", folder.text("v2.avsc") + " ");
    assertThat(folder.tampering())
        .containsExactly("v2.avsc was changed after its release on 2026-01-02");
  }

  @Test
  void names_a_file_that_vanished() throws IOException {
    folder.remove("v3.avsc");
    assertThat(folder.tampering())
        .containsExactly("v3.avsc is missing: it was released on 2026-01-03");
  }

  @Test
  void names_files_that_changed_places() throws IOException {
    String one = folder.text("v1.avsc");
    folder.write("v1.avsc", folder.text("v2.avsc"));
    folder.write("v2.avsc", one);
    assertThat(folder.tampering())
        .containsExactly(
            "v1.avsc holds version 2 in place of what was released on 2026-01-01",
            "v2.avsc holds version 1 in place of what was released on 2026-01-02");
  }

  @Test
  void names_a_file_that_was_never_released() throws IOException {
    folder.write("v4.avsc", "{}");
    assertThat(folder.tampering())
        .containsExactly("v4.avsc is not in versions.txt: it was never released");
  }

  @Test
  void names_the_line_where_a_number_is_missing() throws IOException {
    folder.write(Manifest.FILE, folder.text(Manifest.FILE).replaceAll("(?m)^2 .*\n", ""));
    assertThat(folder.tampering())
        .containsExactly(
            "line 3 of versions.txt lists version 3 where version 2 belongs",
            "v2.avsc is not in versions.txt: it was never released");
  }

  @Test
  void names_the_line_where_the_order_is_another() throws IOException {
    folder.write(
        Manifest.FILE, folder.text(Manifest.FILE).replaceAll("(?m)^(1 .*\n)(2 .*\n)", "$2$1"));
    assertThat(folder.tampering())
        .containsExactly(
            "line 2 of versions.txt lists version 2 where version 1 belongs",
            "version 1 is dated 2026-01-01, before version 2 of 2026-01-02");
  }

  @Test
  void names_a_version_whose_date_goes_back() throws IOException {
    folder.write(Manifest.FILE, folder.text(Manifest.FILE).replace("3 2026-01-03", "3 2025-12-31"));
    assertThat(folder.tampering())
        .containsExactly("version 3 is dated 2025-12-31, before version 2 of 2026-01-02");
  }

  @Test
  void names_a_line_that_says_nothing() throws IOException {
    folder.write(Manifest.FILE, folder.text(Manifest.FILE) + "4 2026-02-30 abc\n");
    assertThat(folder.tampering())
        .containsExactly("line 5 of versions.txt is not a number, a date and a SHA-256");
    folder.write(Manifest.FILE, folder.text(Manifest.FILE).replace("3 2026-01-03", "3 2026-13-03"));
    assertThat(folder.tampering())
        .contains("line 4 of versions.txt is not a number, a date and a SHA-256");
  }

  @Test
  void a_list_that_is_gone_leaves_nothing_to_trust() throws IOException {
    folder.remove(Manifest.FILE);
    assertThat(folder.tampering())
        .containsExactly(
            "versions.txt is missing, so nothing says whether v1.avsc, v2.avsc, v3.avsc are as"
                + " released");
  }

  @Test
  void a_folder_that_is_not_there_holds_nothing_wrong() throws IOException {
    assertThat(ReleaseGuard.check(ReleasedFiles.read(parent.resolve("Nothing")))).isEmpty();
  }
}
