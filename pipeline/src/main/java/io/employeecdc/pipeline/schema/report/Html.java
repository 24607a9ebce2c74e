package io.employeecdc.pipeline.schema.report;

import io.employeecdc.pipeline.output.Prose;
import io.employeecdc.runtime.output.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A piece of a page. Whatever comes out of a schema becomes HTML here and nowhere else. */
sealed interface Html {
  Set<String> WITHOUT_END = Set.of("br", "meta");

  void appendTo(StringBuilder page);

  static Html text(String text) {
    return new Text(text);
  }

  static Element element(String name, Html... children) {
    return new Element(name, List.of(), List.of(children));
  }

  static Element element(String name, String text) {
    return element(name, text(text));
  }

  static Element element(String name, List<? extends Html> children) {
    return new Element(name, List.of(), List.copyOf(children));
  }

  /** A sentence whose names and values stand in backticks. */
  static Html prose(String sentence) {
    List<Html> parts = new ArrayList<>();
    for (Prose piece : Prose.pieces(sentence)) {
      parts.add(piece.code() ? element("code", piece.text()) : text(piece.text()));
    }
    return element("span", parts);
  }

  private static String escaped(String text) {
    return text.lines()
        .map(Visible::of)
        .collect(Collectors.joining("\n"))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Characters as they are read. */
  record Text(String text) implements Html {
    @Override
    public void appendTo(StringBuilder page) {
      page.append(escaped(text));
    }
  }

  /** An attribute; the name is ours. */
  record Attribute(String name, String value) {}

  /** A tag with what is in it; the name is ours. */
  record Element(String name, List<Attribute> attributes, List<Html> children) implements Html {
    Element with(String attribute, String value) {
      List<Attribute> more = new ArrayList<>(attributes);
      more.add(new Attribute(attribute, value));
      return new Element(name, List.copyOf(more), children);
    }

    Element add(Html... more) {
      List<Html> all = new ArrayList<>(children);
      all.addAll(List.of(more));
      return new Element(name, attributes, List.copyOf(all));
    }

    @Override
    public void appendTo(StringBuilder page) {
      page.append('<').append(name);
      for (Attribute attribute : attributes) {
        page.append(' ').append(attribute.name()).append("=\"");
        page.append(escaped(attribute.value())).append('"');
      }
      page.append('>');
      children.forEach(child -> child.appendTo(page));
      if (!WITHOUT_END.contains(name)) {
        page.append("</").append(name).append('>');
      }
    }
  }
}
