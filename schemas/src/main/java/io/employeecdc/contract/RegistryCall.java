package io.employeecdc.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.EOFException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;

/**
 * Asks the registry and tells its failures apart.
 *
 * @param url its address, for messages
 */
record RegistryCall(String url) {
  /** How Confluent's client reports a schema of another kind, or one that it cannot parse. */
  private static final String NOT_AVRO = "Invalid schema";

  /** What is asked of Confluent's client. */
  interface Question<T> {
    T ask() throws IOException, RestClientException;
  }

  <T> T ask(String what, Question<T> question) throws RegistryException {
    try {
      return question.ask();
    } catch (RestClientException e) {
      throw new RegistryException(
          reason(e),
          "the schema registry (%s) answered %d to the %s".formatted(url, e.getStatus(), what),
          e);
    } catch (JsonProcessingException | MalformedURLException e) {
      throw new RegistryException(
          RegistryException.Reason.REJECTED,
          "what answers at %s is not a schema registry".formatted(url),
          e);
    } catch (IOException e) {
      if (isRefusal(e)) {
        throw new RegistryException(
            RegistryException.Reason.REFUSED,
            "the schema registry (%s) and we do not agree on TLS".formatted(url),
            e);
      }
      if (String.valueOf(e.getMessage()).startsWith(NOT_AVRO)) {
        throw new RegistryException(
            RegistryException.Reason.NOT_AVRO,
            "the schema registry (%s) holds something other than Avro as %s".formatted(url, what),
            e);
      }
      throw new RegistryException(
          RegistryException.Reason.UNREACHABLE,
          "the schema registry (%s) does not answer: %s"
              .formatted(url, e.getClass().getSimpleName()),
          e);
    }
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
