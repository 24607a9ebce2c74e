package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.SchemaLibrary;
import io.employeecdc.schematools.avsc.SchemaSource;
import io.employeecdc.schematools.check.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one time that may hold schemas, and what there is to say of those that do not. */
final class SchemaFiles {
  /** Of one file in bytes; no schema comes near. */
  static final int LARGEST = 16 << 20;

  private final SortedMap<String, SchemaSource> sources = new TreeMap<>();
  private final Set<String> judged = new HashSet<>();
  private final List<Finding> notes = new ArrayList<>();

  static boolean holdsSchemas(String name) {
    return name.endsWith(".avsc") || name.endsWith(".avpr") || name.endsWith(".avdl");
  }

  /** Bytes that are no UTF-8 become characters that no schema has, at their place. */
  void add(String path, String name, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    sources.putIfAbsent(path, new SchemaSource(path, name, text));
  }

  void say(Finding note) {
    notes.add(note);
  }

  /** What has been read is to be judged; what is read from now on is only used. */
  void endOfJudged() {
    judged.addAll(sources.keySet());
  }

  Set<String> paths() {
    return sources.keySet();
  }

  boolean judged(String path) {
    return judged.contains(path);
  }

  boolean empty() {
    return judged.isEmpty() && notes.isEmpty();
  }

  boolean same(String path, SchemaFiles then) {
    return sources.containsKey(path)
        && then.sources.containsKey(path)
        && sources.get(path).text().equals(then.sources.get(path).text());
  }

  List<Finding> notes() {
    return notes;
  }

  SchemaLibrary library() {
    return new SchemaLibrary(sources.values());
  }
}
