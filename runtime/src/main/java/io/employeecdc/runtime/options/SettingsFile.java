package io.employeecdc.runtime.options;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A properties file with settings of somebody else's client, which an option names. */
public final class SettingsFile {
  private static final Pattern IN_VALUE =
      Pattern.compile("(?:^(?=file:)|\\bkeyTab\\s*=\\s*)(\"[^\"]+|[^\\s;\"]+)");

  private static final Pattern AROUND = Pattern.compile("^\"?(file:(//)?)?");

  private SettingsFile() {}

  /**
   * The settings; none if the option is absent, or after a complaint. The files that they name have
   * to be there: of one that is not, clients say no more than that a login has failed.
   *
   * @param text the file's name; null if the option is absent
   */
  public static Map<String, String> read(OptionReader options, String option, String text) {
    Path file = options.readableFile(option, text);
    if (file == null || !Files.isReadable(file)) {
      return Map.of();
    }
    Map<String, String> settings = load(options, option, file);
    List<String> missing =
        settings.keySet().stream()
            .filter(name -> named(name, settings.get(name)).anyMatch(one -> !Files.isReadable(one)))
            .toList();
    missing.forEach(
        name ->
            options.complain(option, "%s: %s: not a file that can be read".formatted(file, name)));
    return missing.isEmpty() ? settings : Map.of();
  }

  /** The files that a setting names by itself, by an address or for its login module. */
  private static Stream<Path> named(String name, String value) {
    Stream<String> files =
        name.endsWith("store.location") || name.endsWith(".file")
            ? Stream.of(value)
            : IN_VALUE
                .matcher(value)
                .results()
                .map(found -> AROUND.matcher(found.group(1)).replaceFirst(""));
    return files.map(OptionReader::path);
  }

  private static Map<String, String> load(OptionReader options, String option, Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      options.complain(option, "not a properties file");
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    return settings;
  }
}
