package io.employeecdc.pipeline.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.testcontainers.utility.DockerImageName;

/**
 * The images that docker-compose.yml names, each under a short name; {@code -Dimage.NAME=…} takes
 * another one.
 */
enum Images {
  KAFKA("apache/kafka"),
  REGISTRY("apicurio/apicurio-registry"),
  POSTGRES("postgres"),
  PRODUCER("/producer"),
  CONSUMER("/consumer"),
  TOOLS("/tools");

  private static final Path COMPOSE_FILE = Path.of("..", "docker-compose.yml");
  private static final Pattern IMAGE = Pattern.compile("(?m)^ +image: (\\S+)$");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-([^}]*)}");

  private final String repositoryEnd;

  Images(String repositoryEnd) {
    this.repositoryEnd = repositoryEnd;
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
          .filter(image -> image.substring(0, image.lastIndexOf(':')).endsWith(repositoryEnd))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException(COMPOSE_FILE + " has no image " + repositoryEnd));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Compose does it: a variable of the environment, or what the file says instead of it. */
  private static String resolved(String text) {
    return VARIABLE.matcher(text).replaceAll(Images::value);
  }

  private static String value(MatchResult variable) {
    return System.getenv().getOrDefault(variable.group(1), variable.group(2));
  }
}
