package io.employeecdc.pipeline.schema.report;

import io.employeecdc.pipeline.output.Markdown;
import io.employeecdc.pipeline.schema.report.Matrix.Cell;
import java.util.ArrayList;
import java.util.List;

/** Who reads whom, as Markdown. */
final class MarkdownMatrix {
  private static final int SHOWN_AT_ONCE = 3;

  private MarkdownMatrix() {}

  static void append(StringBuilder text, SchemaReport report) {
    text.append("\n## Who reads whom\n\nA row writes, a column reads.\n\n");
    text.append(head("writer ↓ reader →", report.versions()));
    for (List<Cell> row : report.matrix().rows()) {
      List<String> cells = new ArrayList<>();
      cells.add("**" + Markdown.text(row.get(0).writer().heading()) + "**");
      row.forEach(cell -> cells.add(cell(cell)));
      text.append(Markdown.row(cells));
    }
    List<Cell> reds = report.matrix().notGreen();
    if (!reds.isEmpty()) {
      boolean many = reds.size() > SHOWN_AT_ONCE;
      text.append(many ? "\n<details><summary>Why, by pair</summary>\n\n" : "\n");
      reds.forEach(cell -> why(text, cell));
      text.append(many ? "\n</details>\n" : "");
    }
  }

  /** The head of a table with a column for each version. */
  static String head(String corner, List<ReportedVersion> versions) {
    List<String> head = new ArrayList<>();
    head.add(corner);
    for (ReportedVersion version : versions) {
      head.add(Markdown.text(version.heading()) + (version.working() ? " (change)" : ""));
    }
    return Markdown.row(head) + Markdown.rule(head.size());
  }

  private static String cell(Cell cell) {
    String word = cell.outcome().emoji() + " " + cell.outcome().word();
    return cell.asked() || cell.outcome() == Outcome.READS ? word : word + ", not asked";
  }

  private static void why(StringBuilder text, Cell cell) {
    text.append("- ").append(cell.outcome().emoji()).append(' ');
    text.append(Markdown.text(cell.sentence())).append('\n');
    for (String reason : cell.reasons()) {
      text.append("  - ").append(Markdown.prose(reason)).append('\n');
    }
  }
}
