package io.employeecdc.localstack;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who a stack's users are to its servers, as settings of the clients that they use. */
public final class StackAccess {
  private final LocalStack stack;

  /** Null unless the stack is secure. */
  private final Security security;

  StackAccess(LocalStack stack, Security security) {
    this.stack = stack;
    this.security = security;
  }

  /** Whether the stack takes only encrypted connections of known users. */
  public boolean secure() {
    return security != null;
  }

  /** Settings of a user's Kafka clients beside the brokers' addresses; empty if none are needed. */
  public Map<String, String> kafka(StackUser user) {
    return secure() ? security.kafka(user) : Map.of();
  }

  /** Settings of Confluent's registry client beside the address; empty if none are needed. */
  public Map<String, String> registry() {
    return secure() ? security.registry() : Map.of();
  }

  public String role(Postgres database, StackUser user) {
    return secure() ? databaseUser(user).id() : database.user();
  }

  public String password(Postgres database, StackUser user) {
    return secure() ? security.password(databaseUser(user)) : database.password();
  }

  /**
   * The settings that the project's commands read, as environment variables. Those of a secure
   * stack hold no secret, only the files that do; those of a second site have no source.
   */
  public SortedMap<String, String> environment(StackUser user) {
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("CDC_BOOTSTRAP_SERVERS", stack.bootstrapServers());
    environment.put("CDC_SCHEMA_REGISTRY_URL", stack.registryUrl().toString());
    // Its databases begin empty.
    environment.put("CDC_CREATE_TABLES", "true");
    if (needsSource(user) && stack.source().port() != 0) {
      database(environment, "CDC_SOURCE_", stack.source(), user);
    }
    if (needsTarget(user)) {
      database(environment, "CDC_TARGET_", stack.target(), user);
    }
    if (secure()) {
      environment.put("CDC_KAFKA_CONFIG", security.kafkaFile(user).toString());
      environment.put("CDC_SCHEMA_REGISTRY_CONFIG", security.registryFile().toString());
    }
    return environment;
  }

  private void database(
      Map<String, String> environment, String prefix, Postgres database, StackUser user) {
    environment.put(prefix + "URL", database.jdbcUrl());
    environment.put(prefix + "USER", role(database, user));
    if (secure()) {
      String file = security.passwordFile(databaseUser(user)).toString();
      environment.put(prefix + "PASSWORD_FILE", file);
    } else {
      environment.put(prefix + "PASSWORD", database.password());
    }
  }

  private boolean needsSource(StackUser user) {
    return !secure()
        || (user != StackUser.CONSUMER && user != StackUser.DLQ && user != StackUser.MONITOR);
  }

  private boolean needsTarget(StackUser user) {
    return !secure() || (user != StackUser.PRODUCER && user != StackUser.MONITOR);
  }

  /**
   * A replay writes into the target what the consumer would have written; no command needs a
   * superuser.
   */
  private static StackUser databaseUser(StackUser user) {
    return switch (user) {
      case ADMIN -> StackUser.SETUP;
      case DLQ -> StackUser.CONSUMER;
      default -> user;
    };
  }
}
