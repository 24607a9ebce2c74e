package io.employeecdc.runtime.options;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns the texts of options into values and collects every complaint, so that an operator sees all
 * of them at once. After a complaint the returned value is a stand-in: call {@link #throwIfAny()}
 * before using any.
 *
 * <p>No complaint repeats the text: what was meant for another option may be a password, and what
 * ought to be an address may hold one.
 */
public final class OptionReader {

  /** A name or an address, without a user before it. */
  public static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+])";

  /** Without user, password and parameters: those would end in logs. */
  private static final String ONE_URL = "https?://" + HOST + "(:\\d{1,5})?(/[\\w./~-]*)?";

  private static final Pattern HTTP_URL = Pattern.compile(ONE_URL + "(," + ONE_URL + ")*");

  /** What Kubernetes puts into the variable {@code X_PORT} for a service called x. */
  private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.+");

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  OptionReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Adds a complaint; the text says what is allowed.
   *
   * @param option with its hyphens, or the label of a positional argument: no variable gives that
   */
  public void complain(String option, String text) {
    String variable =
        option.startsWith("--") ? " (" + EnvironmentDefaults.variable(option) + ")" : "";
    problems.add(option + variable + ": " + text);
  }

  void complain(String text) {
    problems.add(text);
  }

  /** The text, or a complaint with what is needed when the option is absent or blank. */
  public String required(String option, String text, String needed) {
    if (text == null || text.isBlank()) {
      complain(option, "missing; it takes " + needed);
      return "";
    }
    return text;
  }

  /** The text if the pattern matches all of it, else a complaint. */
  public String matching(String option, String text, Pattern pattern, String allowed) {
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      complain(option, "not " + allowed);
    }
    return text;
  }

  /** An address of the form {@code http://host:port/path}; several are separated by commas. */
  public String httpUrl(String option, String text) {
    String needed = "a URL such as http://host:8081, without user, password or parameters";
    return matching(option, required(option, text, needed), HTTP_URL, needed);
  }

  /** A whole number from {@code min} to {@code max}. */
  public int wholeNumber(String option, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one complaint for everything that is not such a number.
    }
    if (SERVICE_LINK.matcher(text).matches()) {
      String service =
          EnvironmentDefaults.variable(option).replaceFirst("_PORT$", "").replace('_', '-');
      complain(
          option,
          "Kubernetes sets it for a service called %s; set enableServiceLinks: false in the pod's"
                  .formatted(service.toLowerCase(Locale.ROOT))
              + " spec, or give the service another name");
    } else {
      complain(option, "not a whole number from " + min + " to " + max);
    }
    return min;
  }

  /**
   * A length of time such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 24h} or {@code 7d}.
   */
  public Duration duration(String option, String text, Duration min, Duration max) {
    Optional<Duration> value =
        Durations.parse(text)
            .filter(given -> given.compareTo(min) >= 0 && given.compareTo(max) <= 0);
    if (value.isPresent()) {
      return value.get();
    }
    complain(
        option,
        "not a time from %s to %s (500ms, 30s, 10m, 24h, 7d)"
            .formatted(Durations.show(min), Durations.show(max)));
    return min;
  }

  /** One of an enum's constants, in lower case on the command line. */
  public <E extends Enum<E>> E choice(String option, String text, Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(text);
    if (index < 0) {
      complain(option, "not one of " + String.join(", ", names));
    }
    return type.getEnumConstants()[Math.max(index, 0)];
  }

  /** A file that can be read, or null if the option is absent. */
  public Path readableFile(String option, String text) {
    if (text == null) {
      return null;
    }
    Path file = path(text);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      complain(option, "not a file that can be read");
    }
    return file;
  }

  /** A file that can be written anew, absolute, or null if the option is absent. */
  public Path writableFile(String option, String text) {
    if (text == null) {
      return null;
    }
    Path file = path(text).toAbsolutePath();
    Path folder = file.getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      complain(option, "not a file in a folder that exists");
    }
    return file;
  }

  /**
   * A password: the first line of the file if one is named, else the environment variable of {@code
   * option}; not both, of which nobody could say which counts. There is deliberately no flag,
   * because flags are visible to every user of the machine.
   *
   * @return the password; empty when none is set, which suits trust and certificate authentication
   */
  public Password password(String option, String fileText) {
    String variable = EnvironmentDefaults.variable(option);
    String value = environment.getOrDefault(variable, "");
    Path file = readableFile(option + "-file", fileText);
    if (file != null && !value.isEmpty()) {
      complain(option + "-file", variable + " is set too; give one of them");
    }
    if (file != null && Files.isReadable(file)) {
      try {
        return Password.in(file);
      } catch (IOException e) {
        complain(option + "-file", "cannot be read as text");
      }
    }
    return Password.of(value);
  }

  /** A file's name; one of a folder that cannot be, if it is none, as in another encoding. */
  public static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return Path.of("/dev/null/none");
    }
  }

  /** Ends the command with every complaint, if there is one. */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      String head =
          problems.size() == 1 ? "1 option is wrong:" : problems.size() + " options are wrong:";
      throw CdcException.listing(ErrorCode.USAGE, head, problems);
    }
  }
}
