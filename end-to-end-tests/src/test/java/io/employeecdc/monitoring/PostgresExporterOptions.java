package io.employeecdc.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Versions of postgres_exporter below 0.12 know the statistics of tables only if told how. */
final class PostgresExporterOptions {
  private PostgresExporterOptions() {}

  static List<String> find(Path folder) throws IOException {
    Process help =
        new ProcessBuilder(Program.POSTGRES_EXPORTER.require().toString(), "--help")
            .redirectErrorStream(true)
            .start();
    String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (text.contains("--collector.stat_user_tables")) {
      return List.of();
    }
    Path queries = folder.resolve("postgres-queries.yml");
    try (var shipped = PostgresExporterOptions.class.getResourceAsStream("postgres-queries.yml")) {
      Files.write(queries, shipped.readAllBytes());
    }
    // Its collector of the background writer asks for columns that PostgreSQL 17 has moved.
    return List.of("--extend.query-path=" + queries, "--no-collector.bgwriter");
  }
}
