package io.employeecdc.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A query and who asks it.
 *
 * @param where the dashboard, the panel and which of its queries; or the alert
 */
record Query(String where, String expression) {
  /** All queries of the dashboards in a folder. */
  static List<Query> ofDashboards(Path folder) throws IOException {
    List<Query> queries = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        String board = file.getFileName().toString().replace(".json", "");
        for (JsonNode panel : new ObjectMapper().readTree(file.toFile()).get("panels")) {
          for (JsonNode target : panel.get("targets")) {
            String where =
                "%s: %s %s"
                    .formatted(board, panel.get("title").asText(), target.get("refId").asText());
            queries.add(new Query(where, target.get("expr").asText()));
          }
        }
      }
    }
    return queries;
  }
}
