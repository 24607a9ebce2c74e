package io.employeecdc.workbench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What was measured.
 *
 * @param circumstances versions and machine, without names
 */
public record PeerReport(
    Map<String, String> circumstances, FigureTable contenders, FigureTable writers) {
  public void print(PrintWriter out) {
    circumstances.forEach((what, value) -> out.printf("%s: %s%n", what, value));
    out.println();
    contenders.print(out);
    writers.print(out);
    out.println("each figure: median (least-most); each target was equal to its source");
  }

  public ObjectNode json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    circumstances.forEach(root.putObject("circumstances")::put);
    contenders.write(root.putObject("contenders"));
    writers.write(root.putObject("writers"));
    return root;
  }
}
