package io.employeecdc.schematools.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.employeecdc.schemacheck.avsc.LocatedJson;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.SchemaSource;
import io.employeecdc.schemacheck.avsc.TextPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.apache.avro.ParseContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.idl.IdlLexer;
import org.apache.avro.idl.IdlReader;
import org.apache.avro.util.SchemaResolver;

/**
 * The named types of a text in Avro's IDL, as Avro's own library reads it. Its imports are not
 * followed, as they may lead anywhere on the machine that judges, and an earlier time's files are
 * on no disk: a type of another file stays a name, which is looked for like any other.
 */
final class IdlTypes {
  /** In characters. No real one comes near, and the library needs hundreds of bytes for each. */
  private static final int LARGEST = 1 << 20;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PLACE =
      Pattern.compile("(.*?),?(?: at )?line (\\d+)(?:, column |:)(\\d+) ?(.*)", Pattern.DOTALL);

  /** What the library writes for a name that is still to be looked for. */
  private static final Pattern NAME =
      Pattern.compile(
          "\\{\"type\":\"record\",\"name\":\"UnresolvedSchema_\\d+\",[^{}\\[\\]]*\"fields\":\\[],"
              + "\"org\\.apache\\.avro\\.idl\\.unresolved\\.name\":(\"[^\"]*\")}");

  private static final Set<Schema.Type> NAMED =
      EnumSet.of(Schema.Type.RECORD, Schema.Type.ENUM, Schema.Type.FIXED);
  private static final Set<Integer> DECLARES =
      Set.of(IdlLexer.Record, IdlLexer.Error, IdlLexer.Enum, IdlLexer.Fixed);

  /** What follows the word in an import; it may be the name of a field, too. */
  private static final Set<Integer> IMPORTED =
      Set.of(IdlLexer.IDL, IdlLexer.Protocol, IdlLexer.Schema);

  private final String file;
  private final int[] text;
  private final List<? extends Token> tokens;

  private IdlTypes(String file, String text) {
    this.file = file;
    this.text = text.codePoints().toArray();
    IdlLexer lexer = new IdlLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(new NoToken());
    this.tokens =
        lexer.getAllTokens().stream()
            .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
            .toList();
  }

  static List<LocatedJson> of(SchemaSource source) {
    String text = source.text().startsWith("\uFEFF") ? source.text().substring(1) : source.text();
    TextPosition start = TextPosition.startOf(source.name());
    if (text.length() > LARGEST) {
      throw new MalformedSchemaException(start, "too large for a text in Avro's IDL");
    }
    try {
      return new IdlTypes(source.name(), text).located();
    } catch (IOException | RuntimeException e) {
      throw placed(start, e);
    } catch (StackOverflowError e) {
      throw new MalformedSchemaException(start, "nested too deeply to be read");
    }
  }

  private List<LocatedJson> located() throws IOException {
    Map<String, TextPosition> places = places();
    List<LocatedJson> types = new ArrayList<>();
    for (Schema type : read(withoutImports())) {
      JsonNode json = JSON.readTree(NAME.matcher(type.toString()).replaceAll("$1"));
      TextPosition at = places.getOrDefault(type.getName(), TextPosition.startOf(file));
      types.add(LocatedJson.at(at, json));
    }
    return types;
  }

  /** Where types stand, which the library does not tell; all that is in one stands there, too. */
  private Map<String, TextPosition> places() {
    Map<String, TextPosition> places = new HashMap<>();
    for (int i = 1; i < tokens.size(); i++) {
      if (DECLARES.contains(tokens.get(i - 1).getType())) {
        Token name = tokens.get(i);
        places.putIfAbsent(
            name.getText().replaceAll("`|.*\\.", ""),
            new TextPosition(file, name.getLine(), name.getCharPositionInLine() + 1));
      }
    }
    return places;
  }

  /** With nothing in their places, also where the end of one is missing. */
  private String withoutImports() {
    for (int i = 2; i < tokens.size(); i++) {
      Token first = tokens.get(i - 2);
      if (first.getType() == IdlLexer.Import
          && IMPORTED.contains(tokens.get(i - 1).getType())
          && tokens.get(i).getType() == IdlLexer.StringLiteral) {
        boolean ends = i + 1 < tokens.size() && tokens.get(i + 1).getType() == IdlLexer.Semicolon;
        Token last = tokens.get(ends ? i + 1 : i);
        for (int at = first.getStartIndex(); at <= last.getStopIndex(); at++) {
          text[at] = text[at] == '\n' ? '\n' : ' ';
        }
      }
    }
    return new String(text, 0, text.length);
  }

  private static List<Schema> read(String text) throws IOException {
    ParseContext context = new NamesOnly();
    new IdlReader(context).parse(null, text);
    return context.typesByName().values().stream()
        .filter(type -> !SchemaResolver.isUnresolvedSchema(type))
        .toList();
  }

  /** Leaves each named type that is used a name, whoever defines it. */
  private static final class NamesOnly extends ParseContext {
    @Override
    public Schema find(String name, String namespace) {
      Schema found = super.find(name, namespace);
      boolean named = NAMED.contains(found.getType()) && !SchemaResolver.isUnresolvedSchema(found);
      return named ? SchemaResolver.unresolvedSchema(found.getFullName()) : found;
    }

    @Override
    public List<Schema> resolveAllSchemas() {
      return List.of();
    }
  }

  /** The library passes over what is no token, such as all of a line after a single quote. */
  private static final class NoToken extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> lexer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw new SchemaParseException("line %d:%d %s".formatted(line, column, message));
    }
  }

  /** What the library refuses, at the place that its message begins or ends with, if it does. */
  private static MalformedSchemaException placed(TextPosition start, Exception e) {
    String message = String.valueOf(e.getMessage());
    Matcher place = PLACE.matcher(message);
    if (!place.matches()) {
      return new MalformedSchemaException(start, message);
    }
    int line = Integer.parseInt(place.group(2));
    int column = Integer.parseInt(place.group(3)) + 1;
    return new MalformedSchemaException(
        new TextPosition(start.file(), line, column), place.group(1) + place.group(4));
  }
}
