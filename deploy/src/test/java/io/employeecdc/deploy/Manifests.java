package io.employeecdc.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code deploy/kubernetes} becomes when it is built. */
final class Manifests {
  static final Path HOME = Path.of("kubernetes");

  private Manifests() {}

  /** The folders that somebody would apply. */
  static List<Path> overlays() throws IOException {
    try (Stream<Path> folders = Files.list(HOME.resolve("overlays"))) {
      return folders.sorted().toList();
    }
  }

  /**
   * All that an overlay makes, by kustomize itself; a test that asks where neither it nor kubectl
   * is there is skipped.
   */
  static List<Map<String, Object>> built(Path folder) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(kustomize());
    command.add(folder.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + text);
    }
    return parsed(text);
  }

  static List<Map<String, Object>> parsed(String yaml) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object object : new Yaml(new SafeConstructor(strict)).loadAll(yaml)) {
      objects.add(tree(object));
    }
    return objects;
  }

  @SuppressWarnings("unchecked") // each document of a manifest is an object with names
  private static Map<String, Object> tree(Object document) {
    return (Map<String, Object>) document;
  }

  private static List<String> kustomize() {
    Optional<List<String>> found =
        Stream.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))
            .filter(command -> onPath(command.get(0)))
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "there is neither kustomize nor kubectl");
    return found.orElseThrow();
  }

  static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
