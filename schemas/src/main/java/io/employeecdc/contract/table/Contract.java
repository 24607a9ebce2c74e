package io.employeecdc.contract.table;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.ReleasedVersions;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** A contract that this program carries: its released versions, its table and its names. */
public final class Contract {
  /** The one that this project ships with. */
  public static final String SHIPPED = "EmployeeCDC";

  private static final Pattern FOLDER =
      Pattern.compile(ReleasedVersions.FOLDER + "/([^/]+)/versions\\.txt");

  private final ReleasedVersions released;
  private final RowVersions versions;
  private final TableSql sql;
  private final String prefix;

  private Contract(ReleasedVersions released) {
    this.released = released;
    this.versions = RowVersions.of(released);
    this.sql = new TableSql(versions);
    this.prefix = "";
  }

  private Contract(Contract same, String prefix) {
    this.released = same.released;
    this.versions = same.versions;
    this.sql = same.sql;
    this.prefix = prefix;
  }

  /** The same with this before the names of topics and others. */
  public Contract prefixed(String prefix) {
    return new Contract(this, prefix);
  }

  /** The contract of this name; empty if this program carries none. */
  public static Optional<Contract> named(String name) {
    return carried().contains(name)
        ? ReleasedVersions.carried(name).map(Contract::new)
        : Optional.empty();
  }

  /** The one that is meant where none is named: EmployeeCDC, or the only one there is. */
  public static Contract standard() {
    NavigableSet<String> carried = carried();
    return named(carried.contains(SHIPPED) ? SHIPPED : carried.first()).orElseThrow();
  }

  /** The names of all that have a released version. */
  public static NavigableSet<String> carried() {
    NavigableSet<String> names = new TreeSet<>();
    try {
      for (URL place :
          Collections.list(Contract.class.getClassLoader().getResources(ReleasedVersions.FOLDER))) {
        files(place)
            .map(FOLDER::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1))
            .forEach(names::add);
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the class path cannot be read", e);
    }
    return names;
  }

  /** Of a folder, or of the jar that it is in. */
  private static Stream<String> files(URL place) throws IOException, URISyntaxException {
    if (place.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream().map(entry -> entry.getName());
    }
    try (Stream<Path> files = Files.walk(Path.of(place.toURI()), 2)) {
      return files.map(file -> file.toUri().getPath()).toList().stream();
    }
  }

  public String name() {
    return schema().getName();
  }

  /** The released versions, of which the newest describes the table. */
  public ReleasedVersions released() {
    return released;
  }

  /** The newest released schema. */
  public Schema schema() {
    return table().contract();
  }

  public CapturedTable table() {
    return versions.table();
  }

  /** The sets of columns that records may have. */
  public RowVersions versions() {
    return versions;
  }

  /** What stands for the table in statements. */
  public TableSql sql() {
    return sql;
  }

  /** Names of topics and others that follow from the contract's. */
  public Names names() {
    return Names.of(name(), prefix);
  }

  /**
   * Slot, publication and connector of capture from the log; PostgreSQL's slots have small letters,
   * digits and underscores in their names.
   */
  public String slot() {
    return (prefix + "cdc_" + table().names().table())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_]", "_");
  }

  @Override
  public String toString() {
    return name();
  }
}
