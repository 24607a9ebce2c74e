package io.employeecdc.connect;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * How the transformation is set up.
 *
 * @param contract the contract's name
 * @param version which of its released versions is written
 * @param topic where records go
 * @param registry what to ask for the version's id; empty if the id is given
 * @param givenId the version's id; null if the registry is asked
 * @param actionIdAfter above which every {@code action_id} lies
 * @param skipsTruncate whether a TRUNCATE is passed over, or ends the task
 * @param otherTables whose events are dropped
 * @param placeholder what stands for a value that the log does not hold
 */
record TransformationSettings(
    String contract,
    SchemaVersion version,
    String topic,
    Optional<RegistryAccess> registry,
    Integer givenId,
    long actionIdAfter,
    boolean skipsTruncate,
    Set<String> otherTables,
    Placeholder placeholder) {
  private static final List<String> OF_CLIENT =
      List.of("schema.registry.", "basic.auth.", "bearer.auth.");

  /** What Connect says of every transformation. */
  private static final Set<String> OF_CONNECT = Set.of("type", "predicate", "negate");

  /**
   * Reads them.
   *
   * @throws ConfigException that lists everything that is wrong
   */
  static TransformationSettings of(Map<String, ?> configuration) {
    Map<String, String> given = new HashMap<>();
    configuration.forEach(
        (name, value) -> given.put(name, value == null ? null : value.toString()));
    List<String> findings = new ArrayList<>();
    Option.ALL.validate(given).forEach(value -> findings.addAll(value.errorMessages()));
    given.keySet().stream()
        .filter(name -> !Option.ALL.names().contains(name) && !OF_CONNECT.contains(name))
        .filter(name -> OF_CLIENT.stream().noneMatch(name::startsWith))
        .sorted()
        .forEach(name -> findings.add(name + " is no setting of this transformation"));
    checkRegistry(given, findings);
    Optional<SchemaVersion> version = version(given, findings);
    if (!findings.isEmpty()) {
      throw new ConfigException(String.join("; ", findings));
    }
    return of(given, version.orElseThrow());
  }

  private static void checkRegistry(Map<String, String> given, List<String> findings) {
    String url = given.get(Option.REGISTRY);
    if ((url == null) == (given.get(Option.ID) == null)) {
      findings.add("one of %s and %s has to be set".formatted(Option.REGISTRY, Option.ID));
    } else if (url != null
        && Stream.of(url.split(",")).anyMatch(one -> !one.matches("https?://.+"))) {
      findings.add("%s: '%s' is no http or https address".formatted(Option.REGISTRY, url));
    }
  }

  private static Optional<SchemaVersion> version(Map<String, String> given, List<String> findings) {
    String name = given.get(Option.CONTRACT);
    Optional<Contract> contract =
        name == null ? Optional.of(Contract.standard()) : Contract.named(name);
    if (contract.isEmpty()) {
      findings.add(
          "%s: there is no contract '%s'; there are: %s"
              .formatted(Option.CONTRACT, name, String.join(", ", Contract.carried())));
      return Optional.empty();
    }
    String number = given.get(Option.VERSION);
    if (number == null) {
      return Optional.of(contract.get().released().newest());
    }
    List<SchemaVersion> released = contract.get().released().all();
    Optional<SchemaVersion> version =
        released.stream().filter(one -> number.equals(String.valueOf(one.number()))).findFirst();
    if (version.isEmpty()) {
      findings.add(
          "%s: %s has no version %s; it has: %s"
              .formatted(
                  Option.VERSION,
                  contract.get(),
                  number,
                  released.stream()
                      .map(one -> String.valueOf(one.number()))
                      .collect(Collectors.joining(", "))));
    }
    return version;
  }

  private static TransformationSettings of(Map<String, String> given, SchemaVersion version) {
    Map<String, Object> values = Option.ALL.parse(given);
    String contract = version.schema().getName();
    String topic =
        values.get(Option.TOPIC) instanceof String named ? named : Names.of(contract).topic();
    Map<String, String> client =
        given.entrySet().stream()
            .filter(one -> OF_CLIENT.stream().anyMatch(one.getKey()::startsWith))
            .filter(one -> !one.getKey().equals(Option.REGISTRY))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new TransformationSettings(
        contract,
        version,
        topic,
        Optional.ofNullable((String) values.get(Option.REGISTRY))
            .map(url -> new RegistryAccess(url, client)),
        (Integer) values.get(Option.ID),
        (Long) values.get(Option.AFTER),
        values.get(Option.TRUNCATE).equals(Option.SKIP),
        ((List<?>) values.get(Option.OTHERS))
            .stream().map(String::valueOf).collect(Collectors.toSet()),
        new Placeholder((String) values.get(Option.PLACEHOLDER)));
  }

  /** The id of the version that is written; asks the registry, which is waited for. */
  int schemaId() {
    return registry.map(access -> access.idOf(Names.valueSubject(topic), version)).orElse(givenId);
  }
}
