package io.employeecdc.localstack;

import static java.nio.file.Files.exists;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.PidFile;
import io.employeecdc.localstack.process.Ports;
import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class CrashedParentTest {
  @TempDir private Path temporary;

  @Test
  void a_stack_whose_parent_was_killed_in_the_middle_comes_up_and_goes_down() throws Exception {
    Path directory = temporary.resolve("stack");
    Process parent = UpMain.start(directory);
    Path firstSign = directory.resolve("registry").resolve("pid");
    await().atMost(Duration.ofSeconds(60)).until(() -> exists(firstSign));
    parent.destroyForcibly().waitFor();

    LocalStack stack = LocalStack.up(new StackSettings(directory, 1, 0));

    assertThat(stack.servers()).allMatch(Server::answers);
    List<ProcessHandle> processes =
        stack.servers().stream()
            .map(server -> ProcessHandle.of(server.pid()).orElseThrow())
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .toList();
    assertThat(processesOf(directory)).hasSize(4);
    stack.down();
    assertThat(processes).noneMatch(PidFile::lives);
    assertThat(processesOf(directory)).isEmpty();
    assertThat(directory).doesNotExist();
    assertThat(stack.servers()).noneMatch(server -> !Ports.isFree(server.port()));
    stack.down();
    assertThat(LocalStack.find(directory)).isEmpty();
  }

  @Test
  void a_test_stack_is_taken_down_by_the_tests_that_follow() throws Exception {
    Process owner = new ProcessBuilder("true").start();
    owner.waitFor();
    Path orphan = temporary.resolve("employee-cdc-test-" + owner.pid() + "-1");
    Path inUse = temporary.resolve("employee-cdc-test-" + ProcessHandle.current().pid() + "-1");
    for (Path directory : List.of(orphan, inUse)) {
      StackFile.choose(new StackSettings(directory, 1, 0))
          .write(PrivateFiles.directories(directory));
    }

    TestStack.endOrphans(temporary);

    assertThat(orphan).doesNotExist();
    assertThat(inUse).exists();
  }

  /** The servers whose command line names the directory, known to the stack or not. */
  private static List<String> processesOf(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(PidFile::lives)
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(directory.toString()))
        .toList();
  }
}
