package io.employeecdc.runtime.peers;

import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import io.employeecdc.runtime.peers.ServiceAnswer.Stranger;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.BufferOverflowException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks services for their metrics and whether they are ready. */
public final class ServiceProbe {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LONGEST = 16 * 1024 * 1024;
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

  /** One page; fails if it has not come to its end in time, or has none. */
  public static CompletableFuture<HttpResponse<String>> get(
      String address, String path, Duration patience) {
    try {
      URI uri = URI.create("http://" + address + path);
      CompletableFuture<HttpResponse<String>> exchange =
          HTTP.sendAsync(HttpRequest.newBuilder(uri).build(), head -> limitedText());
      // A request's own timeout ends with the first line of the answer.
      return exchange
          .copy()
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((answer, error) -> exchange.cancel(true));
    } catch (IllegalArgumentException noHostName) {
      return CompletableFuture.failedFuture(noHostName);
    }
  }

  private static BodySubscriber<String> limitedText() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Consumer<byte[]> keep =
        part -> {
          if (kept.size() + part.length > LONGEST) {
            throw new BufferOverflowException();
          }
          kept.writeBytes(part);
        };
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(keep)),
        end -> kept.toString(StandardCharsets.UTF_8));
  }

  private static String describe(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return cause.getClass().getSimpleName();
  }
}
