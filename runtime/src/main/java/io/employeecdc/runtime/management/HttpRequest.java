package io.employeecdc.runtime.management;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What the first line of a request asks for. Headers are read to their end and told to nobody, a
 * body is not read.
 */
record HttpRequest(URI target, boolean headOnly) {
  private static final int LONGEST_HEAD = 8192;
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  /** Why a request is not answered as it hopes. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    private Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    HttpAnswer answer() {
      return HttpAnswer.text(status, getMessage());
    }
  }

  /**
   * @throws IOException also if the client goes before it has said all
   */
  static HttpRequest read(InputStream in) throws IOException, Refused {
    String[] words = firstLine(in).split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/")) {
      throw new Refused(400, "a request begins with 'GET PATH HTTP/1.1'");
    }
    if (!words[2].matches("HTTP/1\\.[01]")) {
      throw new Refused(505, "here is HTTP/1.1");
    }
    if (!METHODS.contains(words[0])) {
      throw new Refused(405, "here are GET and HEAD");
    }
    try {
      URI target = new URI(words[1]);
      if (target.getPath() == null) {
        throw new Refused(400, "the path begins with a slash");
      }
      return new HttpRequest(target, words[0].equals("HEAD"));
    } catch (URISyntaxException e) {
      throw new Refused(400, "the path is not one of a URL");
    }
  }

  private static String firstLine(InputStream in) throws IOException, Refused {
    byte[] head = new byte[LONGEST_HEAD];
    int size = 0;
    while (size < head.length) {
      int read = in.read(head, size, head.length - size);
      if (read < 0) {
        throw new EOFException("the client has gone");
      }
      // A line's end may have come in two parts.
      int from = Math.max(0, size - 3);
      size += read;
      if (text(head, from, size).contains("\r\n\r\n")) {
        String all = text(head, 0, size);
        return all.substring(0, all.indexOf("\r\n"));
      }
    }
    throw new Refused(431, "a request has " + LONGEST_HEAD + " bytes at most");
  }

  private static String text(byte[] head, int from, int to) {
    return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
