package io.employeecdc.schematools.repository;

import io.employeecdc.schematools.avsc.SchemaLibrary;
import java.util.Optional;
import java.util.stream.Stream;

/** All schemas of one time, and how sentences call it. */
record SchemaSet(String label, SchemaFiles files, SchemaLibrary library) {
  static SchemaSet of(String label, SchemaFiles files) {
    return new SchemaSet(label, files, files.library());
  }

  /** Those that are judged, and not only used by others. */
  Stream<String> judged() {
    return library.keys().stream().filter(key -> files.judged(library.path(key)));
  }

  boolean judged(String key) {
    return library.keys().contains(key) && files.judged(library.path(key));
  }

  /** Those that are judged and in another set are not, as in one where they are only used. */
  Stream<String> goneIn(SchemaSet other) {
    return judged().filter(key -> !other.judged(key));
  }

  Optional<String> typed(String key, Optional<String> type) {
    return Optional.of(key).filter(k -> library.keys().contains(k) && library.type(k).equals(type));
  }

  /** The schema that was this one: the same file's, or, if that is new, one of the same type. */
  Optional<String> before(String key, SchemaSet now) {
    if (library.keys().contains(key)) {
      return Optional.of(key);
    }
    Optional<String> type = now.library.type(key);
    return goneIn(now).filter(k -> type.isPresent() && library.type(k).equals(type)).findFirst();
  }
}
