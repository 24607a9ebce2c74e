package io.employeecdc.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.localstack.process.StackException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class StackSettingsTest {
  @TempDir private Path temporary;

  @Test
  void a_stack_has_one_or_three_brokers() {
    assertThatThrownBy(() -> new StackSettings(temporary, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("brokers must be 1 or 3, not 2");
  }

  @Test
  void a_port_that_is_taken_is_named_before_anything_starts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Path directory = temporary.resolve("stack");

      assertThatThrownBy(() -> LocalStack.up(new StackSettings(directory, 1, port - 1)))
          .isInstanceOf(StackException.class)
          .hasMessage("Port " + port + " for target is taken by another process");
      assertThat(directory).doesNotExist();
    }
  }

  @Test
  void a_directory_with_other_peoples_files_is_left_alone() throws Exception {
    Path theirs = Files.writeString(temporary.resolve("thesis.txt"), "chapter 1");

    assertThatThrownBy(() -> LocalStack.up(new StackSettings(temporary, 1, 0)))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("thesis.txt");
    assertThat(temporary).isDirectoryContaining(theirs::equals);
    assertThat(temporary).isDirectoryNotContaining(file -> !file.equals(theirs));
  }
}
