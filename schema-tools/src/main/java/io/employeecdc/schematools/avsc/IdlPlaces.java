package io.employeecdc.schematools.avsc;

import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.avro.idl.IdlLexer;
import org.apache.avro.idl.IdlParser;

/**
 * Where types, fields and symbols stand in a text of Avro's IDL, which the library does not tell.
 */
final class IdlPlaces {
  private final String file;
  private final int[] text;
  private final Map<String, TextPosition> places = new HashMap<>();

  private IdlPlaces(String file, int[] text) {
    this.file = file;
    this.text = text;
  }

  /** Fails at the first mistake of syntax. */
  static IdlPlaces in(String file, String text) {
    BaseErrorListener fail =
        new BaseErrorListener() {
          @Override
          public void syntaxError(
              Recognizer<?, ?> parser,
              Object symbol,
              int line,
              int column,
              String message,
              RecognitionException e) {
            throw new MalformedSchemaException(new TextPosition(file, line, column + 1), message);
          }
        };
    IdlLexer lexer = new IdlLexer(CharStreams.fromString(text));
    IdlParser parser = new IdlParser(new CommonTokenStream(lexer));
    lexer.removeErrorListeners();
    lexer.addErrorListener(fail);
    parser.removeErrorListeners();
    parser.addErrorListener(fail);
    IdlPlaces places = new IdlPlaces(file, text.codePoints().toArray());
    places.walk(parser.idlFile(), "");
    return places;
  }

  String withoutImports() {
    return new String(text, 0, text.length);
  }

  TextPosition of(String typeName) {
    return places.getOrDefault(typeName, TextPosition.startOf(file));
  }

  /** Of a field or symbol. */
  TextPosition of(String typeName, String part) {
    return places.getOrDefault(typeName + "." + part, of(typeName));
  }

  /** Looks below a node, which stands in a type or in none. */
  private void walk(ParseTree node, String type) {
    String within = type;
    if (node instanceof IdlParser.ImportStatementContext statement) {
      for (int i = statement.start.getStartIndex(); i <= statement.stop.getStopIndex(); i++) {
        text[i] = text[i] == '\n' ? '\n' : ' ';
      }
    } else if (node instanceof IdlParser.RecordDeclarationContext declaration) {
      within = declared(declaration.name);
    } else if (node instanceof IdlParser.EnumDeclarationContext declaration) {
      within = declared(declaration.name);
    } else if (node instanceof IdlParser.FixedDeclarationContext declaration) {
      declared(declaration.name);
    } else if (node instanceof IdlParser.VariableDeclarationContext field) {
      place(type + "." + name(field.fieldName), field.fieldName);
    } else if (node instanceof IdlParser.EnumSymbolContext symbol) {
      place(type + "." + name(symbol.name), symbol.name);
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      walk(node.getChild(i), within);
    }
  }

  private String declared(IdlParser.IdentifierContext identifier) {
    String name = name(identifier);
    String simple = name.substring(name.lastIndexOf('.') + 1);
    place(simple, identifier);
    return simple;
  }

  private static String name(IdlParser.IdentifierContext identifier) {
    return identifier.getText().replace("`", "");
  }

  private void place(String part, ParserRuleContext at) {
    places.putIfAbsent(
        part, new TextPosition(file, at.start.getLine(), at.start.getCharPositionInLine() + 1));
  }
}
