package io.employeecdc.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.EOFException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Asks the registry and tells its failures apart. Whatever answers, a question has an end:
 * Confluent's client waits for the next byte only, so that an answer may go on for ever, and it
 * reads schemas as deep as they nest.
 */
final class RegistryCall implements AutoCloseable {
  /** Longer than all addresses of a registry take to be found silent. */
  private static final long LONGEST_SECONDS = 30;

  /** How Confluent's client reports a schema of another kind, or one that it cannot parse. */
  private static final String NOT_AVRO = "Invalid schema";

  /**
   * What is asked of Confluent's client, with all that takes the answer apart: it may be null, or
   * hold it.
   */
  interface Question<T> {
    T ask() throws IOException, RestClientException;
  }

  private final String url;

  /** One thread: an answer without an end holds up the next question, and no more than one. */
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "registry");
            thread.setDaemon(true);
            return thread;
          });

  /** One for an address, which messages name. */
  RegistryCall(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  <T> T ask(String what, Question<T> question) throws RegistryException {
    Future<T> answer = asking.submit(() -> Objects.requireNonNull(question.ask(), what));
    try {
      return answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new RegistryException(
          RegistryException.Reason.UNREACHABLE,
          "the schema registry (%s) does not come to an end with its answer to the %s"
              .formatted(url, what),
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new RegistryException(
          RegistryException.Reason.UNREACHABLE, "interrupted while asking for the " + what, e);
    } catch (ExecutionException e) {
      throw explained(what, e.getCause());
    }
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }

  private RegistryException explained(String what, Throwable failure) {
    if (failure instanceof RestClientException e) {
      return new RegistryException(
          reason(e),
          "the schema registry (%s) answered %d to the %s".formatted(url, e.getStatus(), what),
          e);
    } else if (failure instanceof IOException e && !isNonsense(e)) {
      return explained(what, e);
    } else if (failure instanceof StackOverflowError || failure instanceof OutOfMemoryError) {
      return unreadable(what, failure);
    } else if (failure instanceof Error e) {
      throw e;
    }
    return new RegistryException(
        RegistryException.Reason.REJECTED,
        "what answers at %s is not a schema registry".formatted(url),
        failure);
  }

  private RegistryException explained(String what, IOException e) {
    if (isRefusal(e)) {
      return new RegistryException(
          RegistryException.Reason.REFUSED,
          "the schema registry (%s) and we do not agree on TLS".formatted(url),
          e);
    }
    if (String.valueOf(e.getMessage()).startsWith(NOT_AVRO)) {
      return unreadable(what, e);
    }
    return new RegistryException(
        RegistryException.Reason.UNREACHABLE,
        "the schema registry (%s) does not answer: %s".formatted(url, e.getClass().getSimpleName()),
        e);
  }

  /** What it holds is no schema for us. */
  RegistryException unreadable(String what, Throwable cause) {
    return new RegistryException(
        RegistryException.Reason.NOT_AVRO,
        "the schema registry (%s) holds as %s something other than Avro, or what is too large, nests too deep or has references"
            .formatted(url, what),
        cause);
  }

  private static boolean isNonsense(IOException e) {
    return e instanceof JsonProcessingException || e instanceof MalformedURLException;
  }

  /** Unless the connection was merely cut while the two sides were agreeing. */
  private static boolean isRefusal(IOException e) {
    return e instanceof SSLException
        && !(e.getCause() instanceof EOFException)
        && !(e.getCause() instanceof SocketException)
        && !(e.getCause() instanceof SocketTimeoutException);
  }

  /** A 404 without the registry's own code for it comes from something else, such as a proxy. */
  private static RegistryException.Reason reason(RestClientException e) {
    int status = e.getStatus();
    return switch (status) {
      case 404 ->
          e.getErrorCode() / 100 == 404
              ? RegistryException.Reason.NOT_FOUND
              : RegistryException.Reason.REJECTED;
      case 401, 403 -> RegistryException.Reason.REFUSED;
      case 408, 429 -> RegistryException.Reason.UNREACHABLE;
      default ->
          status >= 500 ? RegistryException.Reason.UNREACHABLE : RegistryException.Reason.REJECTED;
    };
  }
}
