package io.employeecdc.runtime.logging;

import io.employeecdc.runtime.build.BuildVersion;
import io.employeecdc.runtime.output.Visible;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** What a service is about to do and with what, said once, in one block. */
public final class StartSummary {
  private final String service;
  private final Map<String, String> lines = new LinkedHashMap<>();

  public StartSummary(String service) {
    this.service = service;
    with("version", BuildVersion.text());
  }

  public StartSummary with(String name, Object value) {
    lines.put(name, Visible.of(value.toString()));
    return this;
  }

  /** Says it: a line each as text, a field each as JSON. */
  public void log(Logger log) {
    if (LogFormat.current() == LogFormat.JSON) {
      LoggingEventBuilder event = log.atInfo();
      for (Map.Entry<String, String> line : lines.entrySet()) {
        event = event.addKeyValue(line.getKey().replaceAll("[ -]", "_"), line.getValue());
      }
      event.log("{} started", service);
    } else {
      log.info(VisibleMessage.LINES, "{}", text());
    }
  }

  private String text() {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder(service).append(" started");
    lines.forEach(
        (name, value) ->
            text.append(System.lineSeparator())
                .append("    ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value));
    return text.toString();
  }
}
