package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.options.Masked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Tries settings for TLS and SASL before anybody connects with them. Otherwise each client would
 * fail in its own place, and say no more than that it could not be constructed.
 */
public final class ClientSettings {
  /** Nobody connects to it. */
  private static final String NOWHERE = "127.0.0.1:1";

  private static final List<ConfigDef> RULES =
      List.of(
          AdminClientConfig.configDef(), ConsumerConfig.configDef(), ProducerConfig.configDef());

  /** Lists of classes, which those rules do not look for. */
  private static final List<String> CLASSES =
      List.of(
          CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
          ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

  /** What bounds the memory of a reader, for each of a consumer's threads. */
  private static final List<String> FETCHES =
      List.of(
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG);

  /** The begin of the text: Kafka's class, and that of what went wrong on the way. */
  private static final Pattern NO_ANSWER =
      Pattern.compile(
          "[\\w.]+: (java\\.net\\.(http\\.)?\\w+|java\\.util\\.concurrent\\.TimeoutException)");

  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private ClientSettings() {}

  /** What is wrong; empty if nothing is, as far as can be told without a connection. */
  public static Optional<String> fault(Map<String, String> security) {
    Optional<String> value = values(security);
    if (security.isEmpty() || value.isPresent()) {
      return value;
    }
    Optional<String> fetch =
        FETCHES.stream().flatMap(name -> largeFetch(name, security)).findFirst();
    if (fetch.isPresent()) {
      return fetch;
    }
    Map<String, Object> settings = new HashMap<>(security);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, NOWHERE);
    try {
      ClientUtils.createChannelBuilder(
              new AdminClientConfig(settings), Time.SYSTEM, new LogContext())
          .close();
      return Optional.empty();
    } catch (KafkaException | IllegalArgumentException e) {
      return providerAway(e) ? Optional.empty() : Optional.of(reason(e, security));
    }
  }

  /**
   * What it means that a client cannot be made: the settings are wrong, or who gives out the tokens
   * does not answer.
   *
   * @param settings which may hold secrets
   */
  public static CdcException failure(KafkaException e, Map<String, ?> settings) {
    if (providerAway(e)) {
      return new CdcException(
          ErrorCode.KAFKA_UNREACHABLE,
          "no Kafka client can be made: the identity provider does not answer; check"
              + " sasl.oauthbearer.token.endpoint.url in --kafka-config",
          e);
    }
    Map<String, String> texts = new HashMap<>();
    settings.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return new CdcException(
        ErrorCode.KAFKA_SETTINGS,
        "no Kafka client can be made: "
            + reason(e, texts)
            + "; check --bootstrap-servers and --kafka-config",
        e);
  }

  /** Kafka leaves of the error no more than its text. */
  private static boolean providerAway(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .filter(LoginException.class::isInstance)
        .anyMatch(cause -> NO_ANSWER.matcher(String.valueOf(cause.getMessage())).lookingAt());
  }

  /** By the clients' own rules for a single setting; named without its value. */
  private static Optional<String> values(Map<String, String> settings) {
    return Stream.concat(
            RULES.stream()
                .flatMap(rules -> rules.validate(settings).stream())
                .filter(value -> !value.errorMessages().isEmpty())
                .map(ConfigValue::name)
                .filter(settings::containsKey),
            CLASSES.stream().filter(settings::containsKey).filter(name -> !loads(settings, name)))
        .sorted()
        .findFirst()
        .map(name -> name + ": not a value that Kafka's clients take");
  }

  private static boolean loads(Map<String, String> settings, String name) {
    try {
      for (String type : settings.get(name).split(",", -1)) {
        Class.forName(type.strip(), false, ClientSettings.class.getClassLoader());
      }
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static Stream<String> largeFetch(String name, Map<String, String> settings) {
    String bytes = settings.get(name);
    boolean bounded =
        bytes == null || (bytes.matches("[1-9]\\d{0,8}") && Integer.parseInt(bytes) <= MOST_BYTES);
    return bounded
        ? Stream.empty()
        : Stream.of("%s is not a number of bytes from 1 to %d".formatted(name, MOST_BYTES));
  }

  /** Kafka's own words of the innermost errors. */
  static String reason(Throwable error, Map<String, String> security) {
    List<Throwable> chain =
        Stream.iterate(error, Objects::nonNull, Throwable::getCause)
            .filter(cause -> cause.getMessage() != null)
            .toList();
    String fileAndFault =
        chain.stream()
            .filter(InvalidConfigurationException.class::isInstance)
            .map(Throwable::getMessage)
            .collect(Collectors.joining(": "));
    String words = fileAndFault.isEmpty() ? chain.get(chain.size() - 1).getMessage() : fileAndFault;
    return Masked.text(words.lines().findFirst().orElse(""), security);
  }
}
