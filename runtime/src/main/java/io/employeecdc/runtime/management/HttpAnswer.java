package io.employeecdc.runtime.management;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent back, after which the connection ends. */
record HttpAnswer(int status, String type, String body, Map<String, String> headers) {
  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          500, "Internal Server Error",
          503, "Service Unavailable");

  static HttpAnswer text(int status, String line) {
    return new HttpAnswer(status, "text/plain; charset=utf-8", line + "\n", Map.of());
  }

  byte[] bytes(boolean headOnly) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    all.put("Content-Type", type);
    all.put("X-Content-Type-Options", "nosniff");
    all.put("Content-Length", String.valueOf(content.length));
    all.put("Connection", "close");
    if (status == 405) {
      all.put("Allow", "GET, HEAD");
    }
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " " + REASONS.get(status));
    all.forEach((name, value) -> text.append("\r\n").append(name).append(": ").append(value));
    text.append("\r\n\r\n").append(headOnly ? "" : body);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
