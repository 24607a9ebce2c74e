package io.employeecdc.pipeline.schema;

import io.employeecdc.pipeline.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A schemas folder with version 1 released and something else being worked on. */
record SchemaFolderOnDisk(Path path) {
  static SchemaFolderOnDisk with(Path folder, String working) throws IOException {
    Path avro = Files.createDirectories(folder.resolve("src/main/avro"));
    Path released =
        Files.createDirectories(folder.resolve("src/main/resources/released/EmployeeCDC"));
    Files.writeString(avro.resolve("EmployeeCDC.avsc"), working);
    Files.writeString(released.resolve("v1.avsc"), SchemaChange.versionOne());
    return new SchemaFolderOnDisk(folder);
  }

  Path working() {
    return path.resolve("src/main/avro/EmployeeCDC.avsc");
  }

  CommandRun check(String... arguments) {
    List<String> all = new ArrayList<>(List.of("check", "--schemas", path.toString()));
    all.addAll(List.of(arguments));
    return CommandRun.of(new SchemaCommand(), Map.of(), all.toArray(String[]::new));
  }
}
