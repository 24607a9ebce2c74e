package io.employeecdc.schematools.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.repository.RepositoryOnDisk.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  private static final String SETTINGS = "schemas: schemas\nagainst: HEAD\nmode: backward\n";

  @TempDir Path folder;
  private RepositoryOnDisk shop;

  @BeforeEach
  void shop() throws IOException {
    shop = Shop.in(folder);
  }

  @Test
  void every_mistake_in_the_settings_is_told_with_its_line() throws IOException {
    shop.write(
        "cdc-schemas.yaml",
        """
        schemas: [schemas, nowhere]
        mode: SIDEWAYS
        colour: blue
        except: [type-changed]
        mode: FULL
        exceptions:
          - file: schemas/Order.avsc
            rule: no-such-rule
            until: tomorrow
        """);
    Run run = shop.checkBySettings("--against", "HEAD");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("cdc-schemas.yaml:1:20: no such file or folder")
        .contains("cdc-schemas.yaml:3:9: unknown key 'colour'; the file takes against, except, ")
        .contains("cdc-schemas.yaml:4:10: except takes rules that are not Avro's own: ")
        .contains("mode stands twice")
        .contains("cdc-schemas.yaml:7:5: the exception needs reason")
        .contains("cdc-schemas.yaml:8:11: no rule of that name")
        .contains("cdc-schemas.yaml:9:12: until is a day such as 2026-12-31");
  }

  @Test
  void settings_that_are_no_yaml_are_told_with_their_line() throws IOException {
    shop.write("cdc-schemas.yaml", "schemas: schemas\n  mode: [\n");
    Run run = shop.checkBySettings();
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("cdc-schemas.yaml:2:").contains("not YAML: ");
  }

  /** Of what a parser of YAML can be made to do, none is done, and each is told in few words. */
  @Timeout(30)
  @ParameterizedTest
  @MethodSource
  void hostile_settings_are_told_and_nothing_more(String kind, String text) throws IOException {
    shop.write("cdc-schemas.yaml", text);
    Run run = shop.checkBySettings();
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).startsWith("schema check: ").contains("cdc-schemas.yaml");
    assertThat(run.err().lines()).as(kind).allMatch(line -> line.length() < 700);
  }

  static Stream<Arguments> hostile_settings_are_told_and_nothing_more() {
    String bomb =
        IntStream.range(1, 60)
            .mapToObj(i -> "a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)))
            .collect(Collectors.joining());
    return Stream.of(
        Arguments.of("aliases that double", "schemas: schemas\na0: &a0 lol\n" + bomb),
        Arguments.of("an alias of itself", "schemas: &a [*a]\n"),
        Arguments.of("a merge of itself", "schemas: schemas\nexceptions: &a\n  <<: *a\n"),
        Arguments.of("deep lists", "schemas: " + "[".repeat(250_000)),
        Arguments.of("deep blocks", "schemas:\n" + "- ".repeat(100_000) + "x"),
        Arguments.of("deep maps", "schemas: " + "{a: ".repeat(60_000)),
        Arguments.of("a class", "schemas: !!javax.script.ScriptEngineManager [schemas]\nx: 1\n"),
        Arguments.of("a binary", "schemas: !!binary aGVsbG8=\n"),
        Arguments.of("a set", "schemas: !!set {schemas}\nmode: !!float x\n"),
        Arguments.of("a long number", "schemas: " + "9".repeat(250_000)),
        Arguments.of("a huge exponent", "schemas: 1e999999999\n"),
        Arguments.of("a huge text", "schemas: " + "x".repeat(50_000_000)),
        Arguments.of("a key that is a list", "? [schemas]\n: schemas\n"),
        Arguments.of("a key twice", "schemas: schemas\nschemas: other\n"),
        Arguments.of("two documents", "schemas: schemas\n---\nschemas: schemas\n"),
        Arguments.of("control characters", "schemas: \"\\u001b[31m\\n::error::x\"\n"),
        Arguments.of("bytes that are none of YAML's", "schemas: \u0000\u0007\n"),
        Arguments.of("nothing", ""));
  }

  @Test
  void an_exception_lets_a_break_pass_until_its_day_and_is_shown() throws IOException {
    shop.write("schemas/Order.avsc", Shop.ORDER.replace("long", "string"));
    String exception =
        """
        exceptions:
          - file: schemas/Order.avsc
            rule: type-changed
            path: Order.id
            reason: nobody reads it yet
            until: %s
        """;
    shop.write("cdc-schemas.yaml", SETTINGS + exception.formatted("2999-12-31"));
    Run allowed = shop.checkBySettings();
    assertThat(allowed.code()).isZero();
    assertThat(allowed.out())
        .contains("schemas/Order.avsc:2:26: allowed: Order.id: ")
        .contains("(allowed until 2999-12-31 by cdc-schemas.yaml:5: nobody reads it yet)");
    assertThat(allowed.total()).contains("1 break allowed");
    assertThat(shop.checkBySettings("--format", "github").out()).startsWith("::warning file=");

    shop.write("cdc-schemas.yaml", SETTINGS + exception.formatted("2026-01-31"));
    Run over = shop.checkBySettings();
    assertThat(over.code()).isEqualTo(6);
    assertThat(over.out())
        .contains("error: Order.id: ")
        .contains("(its exception is over, until 2026-01-31 by cdc-schemas.yaml:5: ");
  }

  @Test
  void an_exception_that_excuses_nothing_is_told() throws IOException {
    shop.write(
        "cdc-schemas.yaml",
        SETTINGS
            + """
            exceptions:
              - {file: schemas/Order.avsc, rule: type-changed, reason: r, until: 2999-12-31}
            """);
    Run run = shop.checkBySettings();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("cdc-schemas.yaml:5:5: note: ")
        .contains("it excuses nothing: no type-changed in schemas/Order.avsc");
  }

  @Test
  void a_rule_of_ours_can_be_left_out_and_options_come_before_settings() throws IOException {
    shop.write("schemas/Order.avsc", Shop.ORDER.replace("\"long\"", "\"long\", \"doc\": \"d\""));
    shop.commit("documented").write("schemas/Order.avsc", Shop.ORDER);
    shop.write("cdc-schemas.yaml", SETTINGS);
    assertThat(shop.checkBySettings().out()).contains("[doc-removed]");
    assertThat(shop.checkBySettings("--rules", "avro").code()).isZero();
    shop.write("cdc-schemas.yaml", SETTINGS + "except: [doc-removed]\n");
    assertThat(shop.checkBySettings().code()).isZero();
  }

  @Test
  void names_are_looked_for_in_imports_which_are_not_judged() throws IOException {
    shop.delete("schemas/common/Address.avsc").write("vendor/Address.avsc", Shop.ADDRESS);
    shop.write("cdc-schemas.yaml", "schemas: schemas\nagainst: HEAD\n").commit("vendored");
    assertThat(shop.checkBySettings().out())
        .contains("schemas/Order.avsc:3:26: note: ")
        .contains("type 'shop.Address' is not known: no file defines it");
    shop.write("cdc-schemas.yaml", "schemas: schemas\nimports: vendor\nagainst: HEAD\n");
    assertThat(shop.checkBySettings().total()).startsWith("compatible: 2 schemas, ");
    shop.write("vendor/Address.avsc", Shop.ADDRESS.replace("string", "int"));
    assertThat(shop.checkBySettings("--mode", "BACKWARD").lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("vendor/Address.avsc:2:28: error: ");
  }

  @Test
  void a_label_allows_one_rule_in_one_file_and_is_told() throws IOException {
    shop.write("schemas/Order.avsc", Shop.ORDER.replace("long", "string"));
    String label = "bug, schema-break schemas/Order.avsc type-changed";
    Run run = shop.check("--labels", label, "--mode", "BACKWARD");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("allowed: Order.id: ")
        .contains("(allowed by the label 'schema-break schemas/Order.avsc type-changed')");
    assertThat(run.total()).contains("1 break allowed");
    assertThat(shop.check("--labels", "schema-break Order.avsc type-changed").code()).isZero();
    assertThat(shop.check("--labels", "schema-break der.avsc type-changed").code()).isEqualTo(6);
    assertThat(shop.check("--labels", "schema-break Order.avsc doc-removed").code()).isEqualTo(6);
    Run mistaken = shop.check("--labels", "schema-break Order.avsc");
    assertThat(mistaken.code()).isEqualTo(2);
    assertThat(mistaken.err()).contains("--labels").contains("schema-break FILE RULE");
  }
}
