package io.employeecdc.schematools.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.repository.RepositoryOnDisk.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdlTest {
  private static final String BASKET =
      """
      @namespace("shop")
      protocol Baskets {
        import idl "../elsewhere/Paper.avdl";
        import schema "common/Address.avsc"; import protocol "file:///etc/passwd";

        /** Who pays. */
        record Basket {
          long id; /* and */ string note = "none";
          Address `from`;
          array<Line> lines = [];
          Colour? wrapped = null;
          @logicalType("timestamp-micros") long at;
        }
        record Line { decimal(10, 2) price; union { null, Line } next = null; }
        enum Colour { RED, GREEN } = RED;
        void pay(long id, string note);
      }
      """;

  @TempDir Path folder;
  private RepositoryOnDisk shop;

  @BeforeEach
  void shop() throws IOException {
    shop = Shop.in(folder).write("schemas/Basket.avdl", BASKET).commit("baskets");
  }

  @Test
  void types_in_idl_are_schemas_whose_findings_stand_at_their_lines() throws IOException {
    assertThat(shop.check().total()).startsWith("compatible: 6 schemas, none changed");
    shop.write(
        "schemas/Basket.avdl",
        BASKET
            .replace("long id;", "string id;")
            .replace("decimal(10, 2)", "decimal(10, 3)")
            .replace("RED, GREEN", "RED"));
    Run run = shop.check("--mode", "BACKWARD");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .contains("schemas/Basket.avdl:7:10: error: Basket.id: ")
        .contains("schemas/Basket.avdl:14:10: error: Line.price: ")
        .contains("schemas/Basket.avdl:15:8: note: Colour: ");
    assertThat(run.lines()).hasSize(4);
  }

  @Test
  void a_type_of_another_file_changes_those_in_idl_that_use_it() throws IOException {
    shop.write("schemas/common/Address.avsc", Shop.ADDRESS.replace("string", "int"));
    Run run = shop.check("--mode", "BACKWARD");
    assertThat(run.lines()).hasSize(2).first().asString().startsWith("schemas/common/Address.avsc");
    assertThat(run.total()).startsWith("1 problem: 6 schemas, 4 changed");
  }

  @Test
  void imports_are_not_followed_and_what_nobody_here_defines_is_told() throws IOException {
    shop.write("schemas/Basket.avdl", BASKET.replace("Line next", "Paper next"));
    assertThat(shop.check().code()).isZero();
    shop.write("schemas/Basket.avdl", BASKET.replace("null, Line", "null, Paper"));
    shop.write("elsewhere/Paper.avdl", "namespace shop; record Paper { int size; }");
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .contains("schemas/Basket.avdl:14:10: error: ")
        .contains("type 'shop.Paper' is not known: no file defines it");
  }

  @Test
  void what_is_called_import_is_no_import() throws IOException {
    shop.write(
        "schemas/Basket.avdl",
        BASKET.replace(
            "string note = \"none\";",
            "@import(\"yes\") string note = \"none\"; string import = \"none\";"));
    assertThat(shop.check().total()).startsWith("compatible: 6 schemas, 3 changed");
    shop.write("schemas/Basket.avdl", BASKET.replace("import idl", "import file"));
    assertThat(shop.check().out()).contains("schemas/Basket.avdl:3:");
  }

  @Test
  void what_is_no_idl_is_told_with_its_line() throws IOException {
    shop.write("schemas/Basket.avdl", BASKET.replace("string note =", "string note"));
    assertThat(shop.check().out()).contains("schemas/Basket.avdl:8:");
    shop.write("schemas/Basket.avdl", BASKET.replace("Address `from`;", "\" Address `from`;"));
    assertThat(shop.check().out())
        .contains("schemas/Basket.avdl:9:5: error: ", "token recognition");
    shop.write("schemas/Basket.avdl", BASKET.replace("enum Colour", "enum int"));
    assertThat(shop.check().out()).contains("schemas/Basket.avdl:1:1: error: ").contains("int");
    shop.write("schemas/Basket.avdl", " ".repeat(2 << 20));
    assertThat(shop.check().out())
        .contains("schemas/Basket.avdl:1:1: error: ")
        .contains("too large");
    String deep = "array<".repeat(50_000) + "int" + ">".repeat(50_000);
    shop.write("schemas/Basket.avdl", BASKET.replace("Line next", deep + " next"));
    shop.write("schemas/Basket.avdl", "record Deep { " + deep + " field; }");
    assertThat(shop.check().out()).contains("schemas/Basket.avdl:1:1: error: ").contains("nested");
  }
}
