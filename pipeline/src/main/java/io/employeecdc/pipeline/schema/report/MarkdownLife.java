package io.employeecdc.pipeline.schema.report;

import io.employeecdc.pipeline.output.Markdown;
import io.employeecdc.pipeline.schema.report.Life.Event;
import io.employeecdc.pipeline.schema.report.Life.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The life of every field, as Markdown. */
final class MarkdownLife {
  /** The summary of a job ends at 1 MiB: of a huge schema only what has a history is told. */
  private static final int MOST_ROWS = 400;

  private MarkdownLife() {}

  static void append(StringBuilder text, SchemaReport report) {
    int versions = report.versions().size();
    List<Life> lives = new ArrayList<>();
    for (TypeLife type : report.life()) {
      lives.add(type.own());
      lives.addAll(type.parts());
    }
    text.append("\n## The life of every field\n\n");
    if (lives.isEmpty()) {
      text.append("This schema has no record, enum or fixed.\n");
      return;
    }
    List<Life> told = told(lives, versions);
    if (told.size() < lives.size()) {
      text.append(
          "%d of %d, those with a history; the page has all.%n%n"
              .formatted(told.size(), lives.size()));
    }
    text.append(MarkdownMatrix.head("path", report.versions()));
    told.forEach(life -> text.append(row(life, versions)));
  }

  private static List<Life> told(List<Life> lives, int versions) {
    return lives.size() <= MOST_ROWS
        ? lives
        : lives.stream().filter(life -> hasHistory(life, versions)).limit(MOST_ROWS).toList();
  }

  private static boolean hasHistory(Life life, int versions) {
    return life.steps(versions).stream().skip(1).anyMatch(step -> step.event() != Event.SAME);
  }

  private static String row(Life life, int versions) {
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.code(life.newest().path()));
    life.steps(versions).forEach(step -> cells.add(cell(step)));
    return Markdown.row(cells);
  }

  private static String cell(Step step) {
    return switch (step.event()) {
      case ABSENT -> "";
      case SAME -> "·";
      case REMOVED -> "− removed";
      case ADDED -> ("+ " + Markdown.prose(LifeWords.is(step.facts()))).strip();
      case CHANGED ->
          step.changes().stream()
              .map(change -> "~ " + Markdown.prose(LifeWords.of(change)))
              .collect(Collectors.joining("<br>"));
    };
  }
}
