package io.employeecdc.contract.table;

import static io.employeecdc.contract.type.UnfitContractException.require;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.type.PostgresType;
import io.employeecdc.contract.type.UnfitContractException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The table that a contract describes. The contract is an envelope: {@code action_id}, the key's
 * fields, {@code action}, the row (null or a record, whose fields are the columns), {@code
 * captured_at}, and what later versions added.
 *
 * <p>The contract may have the attribute {@code table}, its columns {@code sqlType}. What a
 * released version cannot say any more stands in the notes beside it, {@code
 * tables/CONTRACT.properties}.
 */
public final class CapturedTable {

  /** What PostgreSQL itself has in every table. */
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  /** Names of what our own tables have beside the table's columns; others begin with cdc_. */
  private static final Set<String> TAKEN =
      Set.of(
          Envelope.ACTION_ID,
          Envelope.ACTION,
          Envelope.CAPTURED_AT,
          "txid",
          "processed_at",
          "sqlstate",
          "constraint_name",
          "parked_at",
          "record_offset",
          "record_timestamp",
          "record_key",
          "record_value",
          "record_headers");

  /** In bytes; what is longer is cut. */
  private static final int LONGEST_TABLE = 63;

  /** PostgreSQL's 63, less what is put behind it, at most {@code _backfill_backfill_id_seq}. */
  private static final int LONGEST_NAME = 38;

  /** PostgreSQL's 63, less {@code fits_} before it. */
  private static final int LONGEST_COLUMN = 58;

  /**
   * What our statements, or the server's functions that make some, would take for more than a name.
   */
  private static final Pattern UNSAFE = Pattern.compile("['%\\\\$]");

  /** A type's name, with length or precision: it stands in statements that set-up makes. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?i)([\\p{L}\\d_.]|(?<=\\S) (?=\\w)|\"[^\";']+\")+(\\(\\d{1,9}(,-?\\d{1,9})?\\)( [a-z]+)*)?(\\[])?");

  private final Schema contract;
  private final Schema.Field row;
  private final TableNames names;
  private final Key key;
  private final List<Column> columns;

  private CapturedTable(Schema contract, Schema.Field row, Properties notes) {
    this.contract = contract;
    this.row = row;
    this.names = TableNames.of(contract.getName(), row.name(), notes);
    int action = contract.getField(Envelope.ACTION).pos();
    this.key =
        new Key(contract.getFields().subList(1, action).stream().map(f -> of(f, notes)).toList());
    this.columns = rowRecord(row).getFields().stream().map(f -> of(f, notes)).toList();
  }

  private static Column of(Schema.Field field, Properties notes) {
    return Column.of(field, notes.getProperty("column." + field.name()));
  }

  /**
   * The table that a schema describes.
   *
   * @throws UnfitContractException that names the field, if it describes none
   */
  public static CapturedTable of(Schema contract) {
    Envelope.require(contract);
    Properties notes = notes(contract.getName());
    if (contract.getProp("table") != null) {
      notes.setProperty("table", contract.getProp("table"));
    }
    Schema.Field row =
        contract.getFields().stream()
            .skip(contract.getField(Envelope.ACTION).pos())
            .filter(field -> rowRecord(field) != null)
            .findFirst()
            .orElseThrow(
                () -> new UnfitContractException("", "there is no row after " + Envelope.ACTION));
    Envelope.requireDefaults(contract, row);
    CapturedTable table = new CapturedTable(contract, row, notes);
    table.requireKey();
    table.requireNames();
    table.requireColumns();
    return table;
  }

  private void requireKey() {
    for (Column column : key.columns()) {
      require(
          !column.nullable() && column.type().isKey(),
          column.name(),
          "a key is of int, long, string, uuid or date, and never null");
    }
  }

  private void requireNames() {
    List<String> ours = names.ours();
    int longest = Math.max(names.capture().length(), names.objects().length());
    boolean plain = ours.stream().allMatch(name -> Identifier.quoted(name).equals(name));
    require(
        longest <= LONGEST_NAME && plain,
        "",
        "tables would be made for it whose names begin with %s, which have to be plain names of at most %d characters; name the contract otherwise, such as %sCDC"
            .formatted(names.capture(), LONGEST_NAME, contract.getName()));
    String name = names.table();
    require(
        !ours.contains(name) && ours.size() == Set.copyOf(ours).size(),
        "",
        "the table %s and those that would be made for it need names of their own; name the contract otherwise, such as %sCDC"
            .formatted(name, contract.getName()));
    require(
        !name.contains("."),
        "",
        "the table %s is named without its schema, which the databases' URLs name (currentSchema)"
            .formatted(name));
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    require(
        bytes > 0 && bytes <= LONGEST_TABLE,
        "",
        "a table's name has from 1 to %d bytes".formatted(LONGEST_TABLE));
    require(
        !UNSAFE.matcher(name).find(),
        "",
        "a table with ', %, \\ or $ in its name cannot be captured");
  }

  private void requireColumns() {
    require(!columns.isEmpty(), row.name(), "no column");
    Set<String> taken = new HashSet<>(TAKEN);
    for (Column column : all()) {
      String name = column.name();
      String type = column.declaredType();
      require(
          name.length() <= LONGEST_COLUMN,
          name,
          "the name of a column has at most %d characters".formatted(LONGEST_COLUMN));
      require(
          !SYSTEM_COLUMNS.contains(name),
          name,
          "every table of PostgreSQL has a column of that name");
      require(
          TYPE.matcher(type).matches(), name, "its sqlType is no type's name, such as varchar(30)");
      // Of a type that is not PostgreSQL's own only the database knows more.
      require(
          Stream.of('X', 'E').anyMatch(any -> column.canSay(PostgresType.of(type, any))),
          name,
          "a column of type %s may hold what its Avro type cannot say, which is %s"
              .formatted(type, column.type()));
      require(
          taken.add(name) && !name.startsWith("cdc_"),
          name,
          "one of our own tables has another column of that name");
    }
  }

  /** The record of a field that is null or a record; null for every other field. */
  private static Schema rowRecord(Schema.Field field) {
    if (!field.schema().isUnion() || field.schema().getTypes().size() != 2) {
      return null;
    }
    return records(field.schema()).stream().findFirst().orElse(null);
  }

  private static Properties notes(String contract) {
    Properties notes = new Properties();
    try (InputStream file =
        CapturedTable.class.getResourceAsStream("/tables/" + contract + ".properties")) {
      if (file != null) {
        notes.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return notes;
  }

  /** The version of the contract that this is derived from. */
  public Schema contract() {
    return contract;
  }

  public TableNames names() {
    return names;
  }

  /** Names of topics, of tables and of others that are made for this contract alone. */
  public List<String> ownNames() {
    Names kafka = Names.of(contract.getName());
    return Stream.concat(
            Stream.of(kafka.topic(), kafka.deadLetterTopic(), kafka.positionTopic()),
            names.ours().stream())
        .toList();
  }

  /** The table's name, as it stands in statements. */
  public String sql() {
    return Identifier.quoted(names.table());
  }

  public Key key() {
    return key;
  }

  /** The columns beside the key, in the order of the record. */
  public List<Column> columns() {
    return columns;
  }

  /** The key's columns and the others. */
  public List<Column> all() {
    return Stream.concat(key.columns().stream(), columns.stream()).toList();
  }

  /** The column of this name, of the key or not. */
  public Column column(String name) {
    return all().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
  }

  /** A field of the envelope that is neither the action nor the row, as a column. */
  public Column envelope(String field) {
    return Column.of(contract.getField(field), null);
  }

  /** The field of the envelope that holds the row. */
  public Schema.Field row() {
    return row;
  }

  /** The record of the row. */
  public Schema rowSchema() {
    return rowRecord(row);
  }

  /** The row of a record; null where it has none. */
  public IndexedRecord rowIn(IndexedRecord envelope) {
    return (IndexedRecord) envelope.get(row.pos());
  }

  /**
   * Those of {@link #columns} that another version of the contract has too. It may be anybody's
   * schema of the same name, whose row is any type.
   */
  public List<Column> columnsKnownTo(Schema version) {
    Schema.Field itsRow = version.getField(row.name());
    List<Schema> records = itsRow == null ? List.of() : records(itsRow.schema());
    return columns.stream()
        .filter(
            column -> records.stream().anyMatch(record -> record.getField(column.name()) != null))
        .toList();
  }

  /** The schema itself or its branches, as far as they are records. */
  private static List<Schema> records(Schema schema) {
    List<Schema> all = schema.isUnion() ? schema.getTypes() : List.of(schema);
    return all.stream().filter(type -> type.getType() == Schema.Type.RECORD).toList();
  }

  @Override
  public String toString() {
    return names.table();
  }
}
