package io.employeecdc.schematools.repository;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.avsc.LocatedJson;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.TextPosition;
import io.employeecdc.schemacheck.rule.Objector;
import io.employeecdc.schemacheck.rule.Rule;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads {@code cdc-schemas.yaml} and collects every mistake with its line. */
public final class ConfigReader {
  public static final String FILE = "cdc-schemas.yaml";

  /** Anchors stay words, so that none can grow. */
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /**
   * In bytes, far above what anybody writes by hand; of a longer text YAML's parser takes hours.
   */
  private static final int LARGEST = 1 << 18;

  /** In characters, of what is told of a mistake. */
  private static final int LONGEST = 500;

  private static final Set<String> KEYS =
      Set.of("schemas", "imports", "against", "mode", "rules", "except", "exceptions");
  private static final Set<String> EXCEPTION_KEYS =
      Set.of("file", "rule", "path", "reason", "until");

  private final Path file;
  private final Predicate<Path> exists;
  private final List<String> problems = new ArrayList<>();

  private ConfigReader(Path file, Predicate<Path> exists) {
    this.file = file;
    this.exists = exists;
  }

  /** Fails with exit code 3 if anything in the file is wrong. */
  public static RepositoryConfig read(Path file) {
    ConfigReader reader = new ConfigReader(file, Files::exists);
    RepositoryConfig config = RepositoryConfig.NONE;
    try {
      if (!Files.isRegularFile(file)) {
        throw new IOException("no ordinary file");
      }
      config =
          Files.size(file) > LARGEST ? reader.tooLarge() : reader.config(Files.readString(file));
    } catch (IOException e) {
      reader.problems.add(ShownPath.of(file) + ": not a text in UTF-8 that can be read");
    }
    if (!reader.problems.isEmpty()) {
      throw CdcException.listing(
          ErrorCode.CONFIGURATION,
          "nothing was judged, as the settings are wrong:",
          reader.problems);
    }
    return config;
  }

  /** What the file said at another time, whatever is here now; empty if that was wrong. */
  static Optional<RepositoryConfig> earlier(Path file, String text) {
    ConfigReader reader = new ConfigReader(file, path -> true);
    return Optional.of(reader.config(text)).filter(config -> reader.problems.isEmpty());
  }

  private RepositoryConfig tooLarge() {
    problems.add(ShownPath.of(file) + ": larger than %,d bytes".formatted(LARGEST));
    return RepositoryConfig.NONE;
  }

  private RepositoryConfig config(String text) {
    if (text.length() > LARGEST) {
      return tooLarge();
    }
    try {
      return config(LocatedJson.parse(YAML, ShownPath.of(file), text, "settings are"));
    } catch (MalformedSchemaException e) {
      problems.add(e.getMessage());
      return RepositoryConfig.NONE;
    }
  }

  private RepositoryConfig config(LocatedJson root) {
    known(root, KEYS, "the file");
    root.once((at, key) -> complain(at, key + " stands twice"));
    if (root.member("schemas") == null) {
      complain(root, "schemas is missing: the files and folders to judge");
    }
    List<AllowedBreak> exceptions = new ArrayList<>();
    LocatedJson listed = root.member("exceptions");
    if (listed != null && !listed.plain().isArray() && !listed.plain().isNull()) {
      complain(listed, "exceptions is a list");
    } else if (listed != null) {
      listed.elements().forEach(e -> exception(e).ifPresent(exceptions::add));
    }
    return new RepositoryConfig(
        Optional.of(file),
        paths(root, "schemas"),
        paths(root, "imports"),
        texts(root, "against").stream().map(LocatedJson::text).toList(),
        choice(root, "mode", Mode.class),
        choice(root, "rules", Rules.class),
        except(root),
        exceptions);
  }

  private void known(LocatedJson json, Set<String> keys, String what) {
    String allowed = what + " takes " + String.join(", ", keys.stream().sorted().toList());
    if (!json.plain().isObject()) {
      complain(json, allowed);
    }
    json.plain()
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                complain(json.member(key), "unknown key '" + key + "'; " + allowed);
              }
            });
  }

  private List<Path> paths(LocatedJson root, String key) {
    List<Path> paths = new ArrayList<>();
    for (LocatedJson text : texts(root, key)) {
      Path path = file.resolveSibling(OptionReader.path(text.text()));
      if (!exists.test(path)) {
        complain(text, "no such file or folder beside " + FILE + ": " + text.text());
      }
      paths.add(path);
    }
    return paths;
  }

  private List<LocatedJson> texts(LocatedJson json, String key) {
    LocatedJson value = json.member(key);
    if (value == null) {
      return List.of();
    }
    List<LocatedJson> all = value.plain().isArray() ? value.elements() : List.of(value);
    if (all.isEmpty()
        || !all.stream().allMatch(v -> v.plain().isTextual() && !v.text().isBlank())) {
      complain(value, key + " is a text or a list of texts");
      return List.of();
    }
    return all;
  }

  private <E extends Enum<E>> Optional<E> choice(LocatedJson root, String key, Class<E> type) {
    List<LocatedJson> texts = texts(root, key);
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    List<E> values = List.of(type.getEnumConstants());
    Optional<E> found =
        values.stream()
            .filter(v -> texts.size() == 1 && v.name().equalsIgnoreCase(texts.get(0).text()))
            .findFirst();
    if (found.isEmpty()) {
      complain(texts.get(0), key + " is one of " + listed(values.stream().map(Enum::name)));
    }
    return found;
  }

  private Set<Rule> except(LocatedJson root) {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    for (LocatedJson text : texts(root, "except")) {
      Optional<Rule> rule = Rule.of(text.text()).filter(r -> r.origin() == Objector.OURS);
      rule.ifPresent(rules::add);
      if (rule.isEmpty()) {
        Stream<Rule> ours = Stream.of(Rule.values()).filter(r -> r.origin() == Objector.OURS);
        complain(text, "except takes rules that are not Avro's own: " + listed(ours.map(Rule::id)));
      }
    }
    return rules;
  }

  private Optional<AllowedBreak> exception(LocatedJson json) {
    int before = problems.size();
    known(json, EXCEPTION_KEYS, "an exception");
    String of = needed(json, "file");
    String id = needed(json, "rule");
    String reason = needed(json, "reason");
    LocalDate until = day(json, needed(json, "until"));
    Optional<Rule> rule = Rule.of(id);
    if (rule.isEmpty() && !id.isEmpty()) {
      complain(json.member("rule"), "no rule of that name; findings end with theirs");
    }
    String path = texts(json, "path").stream().map(LocatedJson::text).findFirst().orElse("");
    if (problems.size() > before) {
      return Optional.empty();
    }
    Path broken = file.resolveSibling(OptionReader.path(of)).toAbsolutePath().normalize();
    String by = "until %s by %s:%d: %s".formatted(until, FILE, json.at().line(), reason);
    return Optional.of(new AllowedBreak(broken, rule.orElseThrow(), path, until, by, json.at()));
  }

  private String needed(LocatedJson json, String key) {
    List<LocatedJson> texts = texts(json, key);
    if (json.plain().isObject() && json.member(key) == null) {
      complain(json, "the exception needs " + key);
    }
    return texts.size() == 1 ? texts.get(0).text() : "";
  }

  private LocalDate day(LocatedJson json, String text) {
    try {
      return text.isEmpty() ? LocalDate.EPOCH : LocalDate.parse(text);
    } catch (DateTimeException e) {
      complain(json.member("until"), "until is a day such as 2026-12-31");
      return LocalDate.EPOCH;
    }
  }

  private static String listed(Stream<String> words) {
    return String.join(", ", words.toList());
  }

  private void complain(LocatedJson json, String problem) {
    complain(json.at(), problem);
  }

  private void complain(TextPosition at, String problem) {
    String told = problem.length() > LONGEST ? problem.substring(0, LONGEST) + "…" : problem;
    problems.add(at.shown() + ": " + told);
  }
}
