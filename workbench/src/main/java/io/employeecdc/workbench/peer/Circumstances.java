package io.employeecdc.workbench.peer;

import com.sun.management.OperatingSystemMXBean;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.database.Query;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** What a figure depends on, and what says nothing about whose machine it was. */
final class Circumstances {
  private Circumstances() {}

  static Map<String, String> of(LocalStack stack, PeerDownload download, int rounds, int changes)
      throws IOException, SQLException {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "machine",
        "%d cores, %d GB, all servers and contenders on it"
            .formatted(machine.getAvailableProcessors(), machine.getTotalMemorySize() >> 30));
    all.put("measured", "%d rounds of backlogs of %,d changes".formatted(rounds, changes));
    all.put("Employee CDC", System.getenv().getOrDefault("EMPLOYEE_CDC_COMMIT", "unknown"));
    all.put("Debezium", debezium(download));
    all.put("Kafka", AppInfoParser.getVersion());
    try (Connection source = stack.source().connect("postgres")) {
      all.put("PostgreSQL", Query.one(source, "show server_version", row -> row.getString(1)));
    }
    all.put("Java", Runtime.version().toString());
    return all;
  }

  private static String debezium(PeerDownload download) throws IOException {
    try (Stream<Path> files = Files.list(download.plugins().resolve("debezium-connector-jdbc"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("debezium-connector-jdbc-.*\\.jar"))
          .map(file -> file.replaceAll("debezium-connector-jdbc-|\\.jar", ""))
          .findFirst()
          .orElse("unknown");
    }
  }
}
