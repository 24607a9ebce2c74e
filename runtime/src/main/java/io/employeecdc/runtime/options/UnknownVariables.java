package io.employeecdc.runtime.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Finds variables that look like options of ours and are none, so that a misspelled one is not left
 * out in silence. A variable of another command is known.
 *
 * <p>A service by itself, as in its image, does not know the other commands, whose variables may be
 * in the same environment: it finds those only that are two letters away from one of its own.
 */
final class UnknownVariables {
  private static final int SLIP = 2;
  private static final String PASSWORD_FILE = "-password-file";

  /** What docker-compose.yml and docker/build read, from the shell that later runs commands. */
  private static final Set<String> COMPOSE =
      Set.of("CDC_IMAGES", "CDC_VERSION", "CDC_SOURCE_PORT", "CDC_TARGET_PORT");

  /** The one variable that is no option: logback.xml reads it before there are any. */
  private static final String LOG_LEVEL = "CDC_LOG_LEVEL";

  /** What Kubernetes sets in every pod for a service whose name begins with {@code cdc}. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "CDC_(\\w+_)?(SERVICE_(HOST|PORT(_\\w+)?)=.*"
              + "|PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?=.*"
              + "|PORT=(tcp|udp|sctp)://.*)");

  private final Set<String> known = new TreeSet<>();
  private final boolean allCommands;

  UnknownVariables(CommandSpec asked) {
    CommandSpec root = asked.root();
    addOptions(root);
    known.add(LOG_LEVEL);
    allCommands = root.name().equals("cdc");
  }

  List<String> complaints(Map<String, String> environment) {
    return new TreeSet<>(environment.keySet())
        .stream()
            .filter(name -> name.startsWith("CDC_") && !environment.get(name).isEmpty())
            .filter(name -> !known.contains(name) && !COMPOSE.contains(name))
            .filter(name -> !SERVICE_LINK.matcher(name + "=" + environment.get(name)).matches())
            .flatMap(this::complaint)
            .toList();
  }

  private Stream<String> complaint(String name) {
    int letters = allCommands ? name.length() / 3 : SLIP;
    Optional<String> nearest = nearest(name.toUpperCase(Locale.ROOT), known, letters);
    return nearest.isPresent() || allCommands
        ? Stream.of(
            name + ": unknown; " + nearest.map("is %s meant?"::formatted).orElse("see --help"))
        : Stream.empty();
  }

  private void addOptions(CommandSpec command) {
    command.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .flatMap(option -> variables(option.longestName()))
        .forEach(known::add);
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(this::addOptions);
  }

  /** A password has no option, only its file has. */
  private static Stream<String> variables(String option) {
    Stream<String> own = Stream.of(EnvironmentDefaults.variable(option));
    return option.endsWith(PASSWORD_FILE)
        ? Stream.concat(
            own,
            Stream.of(
                EnvironmentDefaults.variable(
                    option.substring(0, option.length() - "-file".length()))))
        : own;
  }

  /** The name that takes the fewest letters to be added, left out or changed, at most so many. */
  private static Optional<String> nearest(String written, Collection<String> names, int letters) {
    return names.stream()
        .min(Comparator.comparingInt(name -> EditDistance.of(written, name)))
        .filter(name -> EditDistance.of(written, name) <= letters);
  }
}
