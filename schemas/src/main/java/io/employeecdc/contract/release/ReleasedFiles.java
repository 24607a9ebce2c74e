package io.employeecdc.contract.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a folder of released versions holds: on disk now, or at some revision.
 *
 * @param files every file of the folder by its name; empty if there is no such folder
 */
public record ReleasedFiles(SortedMap<String, byte[]> files) {
  static final String SUFFIX = ".avsc";

  /** One that does not exist holds nothing. */
  public static ReleasedFiles read(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      List<Path> all;
      try (Stream<Path> listed = Files.list(folder)) {
        all = listed.filter(Files::isRegularFile).toList();
      }
      for (Path file : all) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return new ReleasedFiles(files);
  }

  public Optional<Manifest> manifest() {
    return Optional.ofNullable(files.get(Manifest.FILE))
        .map(bytes -> Manifest.parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  List<String> schemas() {
    return files.keySet().stream().filter(name -> name.endsWith(SUFFIX)).toList();
  }
}
