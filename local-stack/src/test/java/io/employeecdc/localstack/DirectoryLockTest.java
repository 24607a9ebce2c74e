package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.DirectoryLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir private Path temporary;

  /** Also by another name of the directory; the file in it is why the other goes no further. */
  @Test
  void another_program_waits_until_the_directory_is_free_and_nothing_is_left_in_it()
      throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("stack"));
    Path unused = Files.writeString(directory.resolve("thesis.txt"), "chapter 1");
    Path otherName = Files.createSymbolicLink(temporary.resolve("link"), directory);
    Process other;
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      other = UpMain.start(otherName);
      assertThat(other.waitFor(4, TimeUnit.SECONDS)).isFalse();
      assertThat(lock.directory()).isEqualTo(directory);
    }

    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(temporary.resolve("link-up.log"))
        .content()
        .contains("is neither empty nor a stack's directory: it has thesis.txt");
    assertThat(directory.toFile().list()).containsExactly("thesis.txt");
  }
}
