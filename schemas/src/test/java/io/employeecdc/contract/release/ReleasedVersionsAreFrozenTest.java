package io.employeecdc.contract.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The build fails, with the file's name, if a version of this project's was tampered with. */
class ReleasedVersionsAreFrozenTest {
  @TestFactory
  List<DynamicTest> every_released_version_is_as_released() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/main/resources/released"))) {
      List<DynamicTest> tests =
          folders.sorted().map(f -> dynamicTest(f.getFileName() + "", () -> verify(f))).toList();
      assertThat(tests).isNotEmpty();
      return tests;
    }
  }

  private static void verify(Path folder) throws IOException {
    ReleasedFiles files = ReleasedFiles.read(folder);
    assertThat(files.manifest().map(Manifest::releases).orElse(List.of())).isNotEmpty();
    assertThat(ReleaseGuard.check(files)).extracting(Tampering::message).isEmpty();
  }
}
