package io.employeecdc.runtime.management;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page for whoever opens the management port in a browser. It is one file, which asks {@code
 * /metrics} and {@code /health/ready} again and again.
 *
 * @param policy lets a browser run and load nothing but what the page holds
 */
record StatusPage(String html, String policy) {
  private static final String FILE = "page.html";

  static StatusPage load() {
    try (InputStream file = StatusPage.class.getResourceAsStream(FILE)) {
      String html = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new StatusPage(
          html,
          "default-src 'none'; connect-src 'self'; img-src data:; style-src %s; script-src %s;"
                  .formatted(hash(html, "style"), hash(html, "script"))
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names an element's text, so that whatever else slips into the page does not count. */
  private static String hash(String html, String element) throws NoSuchAlgorithmException {
    String begin = "<" + element + ">";
    String text =
        html.substring(html.indexOf(begin) + begin.length(), html.indexOf("</" + element));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }
}
