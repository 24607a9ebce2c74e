package io.employeecdc.runtime.management;

import java.time.Duration;

/**
 * What clients may take.
 *
 * @param connections open at once; one more, and the oldest ends
 * @param request from the connection to the end of the headers
 * @param answer to make it and to fetch it
 * @param goodbye from the answer's last byte to the client's end
 */
record HttpLimits(int connections, Duration request, Duration answer, Duration goodbye) {
  static final HttpLimits USUAL =
      new HttpLimits(64, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(2));
}
