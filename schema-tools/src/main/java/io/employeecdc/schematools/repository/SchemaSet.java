package io.employeecdc.schematools.repository;

import io.employeecdc.schemacheck.Finding;
import io.employeecdc.schemacheck.avsc.SchemaLibrary;
import io.employeecdc.schemacheck.avsc.SchemaSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All schemas of one time, in files that may hold some, and what there is to say of those that do
 * not.
 */
final class SchemaSet {
  /** Of one file in bytes; no schema comes near. */
  static final int LARGEST = 16 << 20;

  private final String label;
  private final SortedMap<String, SchemaSource> sources = new TreeMap<>();
  private final Set<String> judged = new HashSet<>();
  private final List<Finding> notes = new ArrayList<>();
  private SchemaLibrary library;

  /** Of no files yet; sentences call it by the label. */
  SchemaSet(String label) {
    this.label = label;
  }

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

  boolean judgedFile(String path) {
    return judged.contains(path);
  }

  boolean empty() {
    return judged.isEmpty() && notes.isEmpty();
  }

  boolean same(String path, SchemaSet then) {
    return sources.containsKey(path)
        && then.sources.containsKey(path)
        && sources.get(path).text().equals(then.sources.get(path).text());
  }

  List<Finding> notes() {
    return notes;
  }

  String label() {
    return label;
  }

  /** Complete once all files are read. */
  SchemaLibrary library() {
    if (library == null) {
      library = new SchemaLibrary(sources.values(), IdlTypes::of);
    }
    return library;
  }

  /** Those that are judged, and not only used by others. */
  Stream<String> judged() {
    return library().keys().stream().filter(key -> judgedFile(library().path(key)));
  }

  boolean judged(String key) {
    return library().keys().contains(key) && judgedFile(library().path(key));
  }

  /** Those that are judged and in another set are not, as in one where they are only used. */
  Stream<String> goneIn(SchemaSet other) {
    return judged().filter(key -> !other.judged(key));
  }

  /** The schema that was this one: the same file's, or, if that is new, one of the same type. */
  Optional<String> before(String key, SchemaSet now) {
    if (library().keys().contains(key)) {
      return Optional.of(key);
    }
    Optional<String> type = now.library().type(key);
    return goneIn(now).filter(k -> type.isPresent() && library().type(k).equals(type)).findFirst();
  }
}
