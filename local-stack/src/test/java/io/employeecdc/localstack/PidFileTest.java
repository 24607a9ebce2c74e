package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  private static final ProcessHandle SELF = ProcessHandle.current();
  private static final Instant STARTED = SELF.info().startInstant().orElseThrow();

  @TempDir private Path temporary;

  @Test
  void finds_the_process_that_started_when_the_file_was_written() throws Exception {
    assertThat(pidFile(Long.toString(SELF.pid()), STARTED).process()).contains(SELF);
  }

  @Test
  void takes_no_process_that_was_given_the_same_id_later() throws Exception {
    Instant longAgo = STARTED.minus(Duration.ofHours(1));

    assertThat(pidFile(Long.toString(SELF.pid()), longAgo).process()).isEmpty();
  }

  @Test
  void takes_a_file_that_is_being_written_for_none() throws Exception {
    assertThat(pidFile("", STARTED).process()).isEmpty();
    assertThat(new PidFile(temporary.resolve("missing")).process()).isEmpty();
  }

  private PidFile pidFile(String text, Instant written) throws IOException {
    Path file = Files.writeString(temporary.resolve("pid"), text);
    Files.setLastModifiedTime(file, FileTime.from(written));
    return new PidFile(file);
  }
}
