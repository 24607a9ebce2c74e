package io.employeecdc.schematools.command;

import io.employeecdc.contract.release.ReleaseStep;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A schemas folder with version 1 released and something else being worked on. */
record SchemaFolderOnDisk(Path path) {
  static SchemaFolderOnDisk with(Path folder, String working) throws IOException {
    return with(folder, SchemaChange.versionOne(), working);
  }

  /** With another version 1. */
  static SchemaFolderOnDisk with(Path folder, String released, String working) throws IOException {
    Path avro = Files.createDirectories(folder.resolve("src/main/avro"));
    Files.writeString(avro.resolve("EmployeeCDC.avsc"), working);
    SchemaFolderOnDisk disk = new SchemaFolderOnDisk(folder);
    if (!Files.exists(disk.released())) {
      disk.release(released);
    }
    return disk;
  }

  Path working() {
    return path.resolve("src/main/avro/EmployeeCDC.avsc");
  }

  Path released() {
    return path.resolve("src/main/resources/released/EmployeeCDC");
  }

  /** The next version, whatever it breaks. */
  void release(String text) throws IOException {
    ReleaseStep.add(released(), text.getBytes(StandardCharsets.UTF_8), LocalDate.of(2026, 11, 22));
  }

  CommandRun check(String... arguments) {
    return run("check", arguments);
  }

  CommandRun run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--schemas", path.toString()));
    all.addAll(List.of(arguments));
    return CommandRun.of(new SchemaCommand(), Map.of(), all.toArray(String[]::new));
  }
}
