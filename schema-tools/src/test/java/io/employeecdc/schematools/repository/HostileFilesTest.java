package io.employeecdc.schematools.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.repository.RepositoryOnDisk.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
  @TempDir Path folder;
  private RepositoryOnDisk shop;

  @BeforeEach
  void shop() throws IOException {
    shop = Shop.in(folder);
  }

  @Test
  void every_file_that_is_no_schema_is_told_and_the_others_are_judged() throws IOException {
    shop.write("schemas/Bad.avsc", "not json\n")
        .write("schemas/Unknown.avsc", "{\"type\": \"array\", \"items\": \"shop.Nothing\"}")
        .write("schemas/Order.avsc", Shop.ORDER.replace("long", "string"));
    Run run = shop.check("--mode", "BACKWARD");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .contains("schemas/Bad.avsc:1:1: error: Bad.avsc: not JSON: ")
        .contains("schemas/Unknown.avsc:1:28: error: ")
        .contains("type 'shop.Nothing' is not known: no file defines it")
        .contains("schemas/Order.avsc:2:26: error: Order.id: ");
  }

  @Test
  void what_was_no_schema_before_is_nobodys_change() throws IOException {
    shop.write("schemas/Template.avsc", "{{type}}").commit("a template");
    Run run = shop.check();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("schemas/Template.avsc:1:2: note: ")
        .contains("it is no schema, as before");
  }

  @Test
  void a_name_beside_a_type_within_a_type_is_told_like_any_mistake() throws IOException {
    shop.write("schemas/Named.avsc", "{\"name\": \"N\", \"type\": {\"type\": \"int\"}}");
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("schemas/Named.avsc:1:1: error: Named.avsc: No type: ");
  }

  @Test
  void types_that_use_one_another_over_files_are_one_schema() throws IOException {
    shop.write("schemas/A.avsc", node("A", "B")).write("schemas/B.avsc", node("B", "A"));
    shop.commit("a circle");
    shop.write("schemas/B.avsc", node("B", "A").replace("\"int\"", "\"string\""));
    assertThat(shop.check("--mode", "BACKWARD").lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("schemas/B.avsc:2:");
  }

  private static String node(String name, String other) {
    return """
        {"type": "record", "name": "%s", "namespace": "ring", "fields": [
          {"name": "value", "type": "int"},
          {"name": "other", "type": ["null", "ring.%s"], "default": null}
        ]}
        """
        .formatted(name, other);
  }

  @Test
  void of_two_different_types_of_one_name_nobody_chooses() throws IOException {
    shop.write("schemas/old/Address.avsc", Shop.ADDRESS.replace("city", "town"));
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .contains("schemas/Order.avsc:3:26: error: ")
        .contains(
            "type 'shop.Address' is defined differently at schemas/common/Address.avsc:1:1 and at"
                + " schemas/old/Address.avsc:1:1; keep one of them");
    shop.write("schemas/Address.avsc", Shop.ADDRESS);
    assertThat(shop.check().code()).as("that of the same folder is meant").isZero();
  }

  @Test
  void symbolic_links_are_told_and_not_followed() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "password");
    Files.createSymbolicLink(folder.resolve("schemas/Linked.avsc"), secret);
    Files.createSymbolicLink(folder.resolve("schemas/loop"), folder.resolve("schemas"));
    Run run = shop.check();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("schemas/Linked.avsc:1:1: note: Linked.avsc: a symbolic link")
        .contains("schemas/loop:1:1: note: loop: a symbolic link")
        .doesNotContain("password");
  }

  @Test
  void names_of_files_give_no_commands() throws IOException {
    shop.write("schemas/a\n::error::b,c:%0A\u001b[31m.avsc", "[]x");
    assertThat(shop.check("--format", "github").out().lines())
        .allMatch(line -> !line.startsWith("::error::") && !line.contains("\u001b"));
    assertThat(shop.check().lines()).hasSize(2);
  }

  @Test
  void what_git_ignores_is_not_judged() throws IOException {
    shop.write(".gitignore", "target/\n").write("schemas/target/classes/Old.avsc", "stale");
    assertThat(shop.check().code()).isZero();
  }

  @Test
  void a_large_file_is_told() throws IOException {
    shop.write("schemas/Large.avsc", " ".repeat(SchemaSet.LARGEST + 1));
    assertThat(shop.check().out())
        .contains("schemas/Large.avsc:1:1: error: Large.avsc: too large for a schema");
  }

  /** What is kept of each value must not be as long as the names around it are together. */
  @Test
  void long_names_within_one_another_are_told_like_any_mistake() throws IOException {
    String name = "k".repeat(4_500);
    shop.write("schemas/Deep.avsc", ("{\"" + name + "\":").repeat(900) + "1" + "}".repeat(900));
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out()).startsWith("schemas/Deep.avsc:1:1: error: Deep.avsc: ");
    assertThat(run.out()).hasSizeLessThan(1_000);
  }
}
