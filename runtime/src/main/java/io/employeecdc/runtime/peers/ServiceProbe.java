package io.employeecdc.runtime.peers;

import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import io.employeecdc.runtime.peers.ServiceAnswer.Stranger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Asks services for their metrics and whether they are ready. */
public final class ServiceProbe {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String NOT_READY = "not ready: ";

  private ServiceProbe() {}

  /** Asks one address; never fails. */
  public static CompletableFuture<ServiceAnswer> ask(String address) {
    return get(address, "/metrics", PATIENCE)
        .thenCombine(
            get(address, "/health/ready", PATIENCE),
            (metrics, ready) -> answer(address, metrics, ready))
        .exceptionally(error -> new Silent(address, describe(error)));
  }

  private static ServiceAnswer answer(
      String address, HttpResponse<String> metrics, HttpResponse<String> ready) {
    return Stream.of(ServiceKind.values())
        .filter(kind -> metrics.statusCode() == 200)
        .filter(kind -> metrics.body().contains("service=\"" + kind.word() + "\""))
        .<ServiceAnswer>map(
            kind -> new Running(address, kind, Meters.parse(metrics.body()), problem(ready)))
        .findFirst()
        .orElseGet(() -> new Stranger(address, metrics.statusCode()));
  }

  private static Optional<String> problem(HttpResponse<String> ready) {
    if (ready.statusCode() == 200) {
      return Optional.empty();
    }
    String text = ready.body().strip();
    return Optional.of(text.startsWith(NOT_READY) ? text.substring(NOT_READY.length()) : text);
  }

  /** One page; fails if it has not come to its end in time. */
  public static CompletableFuture<HttpResponse<String>> get(
      String address, String path, Duration patience) {
    try {
      URI uri = URI.create("http://" + address + path);
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(patience).build();
      return HTTP.sendAsync(request, answer -> new BoundedAnswer(patience));
    } catch (IllegalArgumentException noHostName) {
      return CompletableFuture.failedFuture(noHostName);
    }
  }

  private static String describe(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return cause.getClass().getSimpleName();
  }
}
