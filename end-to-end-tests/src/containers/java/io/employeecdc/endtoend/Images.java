package io.employeecdc.endtoend;

import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.producer.ProducerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The images that docker-compose.yml names, each under a short name; {@code -Dimage.NAME=…} takes
 * another one.
 */
enum Images {
  KAFKA("apache/kafka", null),
  REGISTRY("apicurio/apicurio-registry", null),
  POSTGRES("postgres", null),
  PRODUCER("/producer", ProducerMain.class),
  CONSUMER("/consumer", ConsumerMain.class),
  TOOLS("/tools", Cdc.class);

  /** The images' programs, without the options of their JVMs. */
  private static final String WITH_OLDER =
      "sed 's|^-cp |&/opt/older:|' /opt/cdc/app/classpath >/tmp/classpath"
          + " && exec java @/tmp/classpath %s \"$@\"";

  private static final Path COMPOSE_FILE = Path.of("..", "docker-compose.yml");
  private static final Pattern IMAGE = Pattern.compile("(?m)^ +image: (\\S+)$");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-([^}]*)}");

  private final String repositoryEnd;

  /** Null for what is not ours. */
  private final Class<?> main;

  Images(String repositoryEnd, Class<?> main) {
    this.repositoryEnd = repositoryEnd;
    this.main = main;
  }

  /**
   * A container, not started.
   *
   * @param olderClasses what its program, one of ours, finds before its own
   */
  GenericContainer<?> container(Optional<Path> olderClasses) {
    GenericContainer<?> container = new GenericContainer<>(image());
    olderClasses.ifPresent(classes -> addTo(container, classes));
    return container;
  }

  private void addTo(GenericContainer<?> container, Path classes) {
    container
        .withFileSystemBind(classes.toString(), "/opt/older", BindMode.READ_ONLY)
        .withCreateContainerCmdModifier(
            create ->
                create.withEntrypoint(
                    "bash", "-c", WITH_OLDER.formatted(main.getName()), main.getSimpleName()));
  }

  /** The image's full name. */
  DockerImageName image() {
    String chosen = System.getProperty("image." + name().toLowerCase(Locale.ROOT), "");
    return DockerImageName.parse(chosen.isEmpty() ? ofComposeFile() : chosen);
  }

  private String ofComposeFile() {
    try {
      return IMAGE
          .matcher(Files.readString(COMPOSE_FILE))
          .results()
          .map(found -> resolved(found.group(1)))
          .filter(image -> repository(image).endsWith(repositoryEnd))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException(COMPOSE_FILE + " has no image " + repositoryEnd));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without tag and digest. */
  private static String repository(String image) {
    String tagged = image.replaceFirst("@.*", "");
    return tagged.substring(0, tagged.lastIndexOf(':'));
  }

  /** As Compose does it: a variable of the environment, or what the file says instead of it. */
  private static String resolved(String text) {
    return VARIABLE.matcher(text).replaceAll(Images::value);
  }

  private static String value(MatchResult variable) {
    return System.getenv().getOrDefault(variable.group(1), variable.group(2));
  }
}
