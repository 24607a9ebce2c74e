package io.employeecdc.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kinds of others' operators, for which there are no classes here: {@code custom-resources.txt}
 * has each field that we may use, with its type, as their definitions have it.
 */
final class CustomShapes {
  private static final Path FILE = Path.of("src/test/resources/custom-resources.txt");

  private final Map<String, Map<String, String>> fields = new TreeMap<>();

  static CustomShapes load() throws IOException {
    CustomShapes shapes = new CustomShapes();
    for (String line : Files.readAllLines(FILE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", -1);
        shapes.fields.computeIfAbsent(words[0], kind -> new TreeMap<>()).put(words[1], words[2]);
      }
    }
    return shapes;
  }

  boolean knows(Map<String, Object> object) {
    return fields.containsKey(StrictTypes.type(object));
  }

  List<String> faults(Map<String, Object> object) {
    List<String> faults = new ArrayList<>();
    visit(fields.get(StrictTypes.type(object)), "spec", object.get("spec"), faults);
    return faults;
  }

  private static void visit(
      Map<String, String> known, String path, Object value, List<String> faults) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> visit(known, path + "." + name, inner, faults));
    } else if (value instanceof Collection<?> list) {
      list.forEach(inner -> visit(known, path + "[]", inner, faults));
    } else {
      String any =
          path.replaceFirst("(\\.(config|labels|annotations|matchLabels|metadata))\\..*", "$1.*");
      String type = known.getOrDefault(any, "no such field");
      String found = value == null ? "null" : value.getClass().getSimpleName();
      if (!List.of(type.split("\\|")).contains(found)) {
        faults.add(path + " is a " + found + ": " + type);
      }
    }
  }
}
