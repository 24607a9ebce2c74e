package io.employeecdc.schematools.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.repository.RepositoryOnDisk.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which a change could pass that breaks somebody. */
class WaysAroundTest {
  private static final String BREAKING = Shop.ORDER.replace("long", "string");

  @TempDir Path folder;
  private RepositoryOnDisk shop;

  @BeforeEach
  void shop() throws IOException {
    shop = Shop.in(folder);
  }

  /** Where tests run there are a folder and a file of these names. */
  @Test
  void a_folder_or_file_does_not_take_the_place_of_a_revision() throws IOException {
    shop.git("branch", "src");
    shop.git("branch", "pom.xml");
    shop.write("schemas/Order.avsc", BREAKING);
    for (List<String> names : List.of(List.of("src", "schemas"), List.of("pom.xml", "schemas"))) {
      Run run = against(names.get(0), names.get(1));
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("--against", "a file or folder is called so", names.get(0));
    }
    assertThat(against("pom.xml", "schemas/Order.avsc").err()).contains("is called so");
    assertThat(against("refs/heads/src", "schemas").out()).contains("[type-changed]");
  }

  @Test
  void a_renamed_folder_is_not_compared_with_nothing() throws IOException {
    shop.git("mv", "schemas", "avro");
    shop.write("avro/Order.avsc", BREAKING);
    Run run = against("HEAD", "avro");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .contains(
            "avro:1:1: error: avro: no schema was here in HEAD, and there were some elsewhere")
        .contains("[schema-removed]");
    assertThat(against("HEAD", "").out()).contains("avro/Order.avsc:2:26: error: Order.id: ");
    Run allowed =
        shop.run(
            Stream.of(
                "check",
                "--against",
                "HEAD",
                "--mode=BACKWARD",
                "--labels=schema-break avro schema-removed",
                folder.resolve("avro").toString()));
    assertThat(allowed.code()).isZero();
    assertThat(allowed.out()).contains("avro:1:1: allowed: avro: no schema was here in HEAD");
  }

  @Test
  void neither_is_one_beside_a_folder_that_stayed() throws IOException {
    shop.write("stays/Address.avsc", Shop.ADDRESS.replace("Address", "Place")).commit("Places");
    shop.git("mv", "schemas", "avro");
    shop.write("avro/Order.avsc", BREAKING);
    assertRenamedIsTold("stays");
  }

  @Test
  void neither_is_one_beside_a_file_that_is_new() throws IOException {
    shop.git("mv", "schemas", "avro");
    shop.write("avro/Order.avsc", BREAKING).write("New.avsc", Shop.ADDRESS);
    assertRenamedIsTold("New.avsc");
  }

  private void assertRenamedIsTold(String beside) {
    Run run =
        shop.run(
            Stream.of(
                "check",
                "--against=HEAD",
                "--mode=BACKWARD",
                folder.resolve(beside).toString(),
                folder.resolve("avro").toString()));
    assertThat(run.out()).contains("avro:1:1: error: avro: no schema was here in HEAD");
  }

  @Test
  void the_first_schemas_of_a_repository_have_none_before_them() throws IOException {
    RepositoryOnDisk fresh = RepositoryOnDisk.in(Files.createDirectory(folder.resolve("fresh")));
    fresh.write("README", "nothing").commit("nothing").write("schemas/Address.avsc", Shop.ADDRESS);
    assertThat(fresh.check().out()).startsWith("compatible: 1 schema, none changed, 1 new, ");
  }

  @Test
  void what_the_settings_named_before_is_compared_wherever_they_look_now() throws IOException {
    shop.write("vendor/Address.avsc", Shop.ADDRESS).delete("schemas/common/Address.avsc");
    shop.write("cdc-schemas.yaml", "schemas: schemas\nimports: vendor\nagainst: HEAD\n");
    shop.commit("settings");
    shop.git("mv", "schemas", "avro");
    shop.git("mv", "vendor", "other");
    shop.write("cdc-schemas.yaml", "schemas: avro\nimports: other\nagainst: HEAD\n");
    assertThat(shop.checkBySettings().out()).startsWith("compatible: 2 schemas, ");
    shop.write("avro/Order.avsc", BREAKING).delete("avro/Customer.avsc");
    assertThat(shop.checkBySettings().out())
        .contains("avro/Order.avsc:2:26: error: Order.id: ")
        .contains("schemas/Customer.avsc:1:1: error: Customer.avsc: it is gone since HEAD");
  }

  @Test
  void a_folder_that_is_a_symbolic_link_is_refused() throws IOException {
    shop.git("mv", "schemas", "elsewhere");
    Files.createSymbolicLink(folder.resolve("schemas"), Path.of("elsewhere"));
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("a symbolic link; name what it leads to: schemas");
  }

  @Test
  void a_type_that_moves_into_the_text_of_another_file_is_gone() throws IOException {
    String order = Shop.ORDER.strip();
    shop.delete("schemas/Order.avsc")
        .write(
            "schemas/Shipment.avsc",
            """
            {"type": "record", "name": "Shipment", "namespace": "shop", "fields": [
              {"name": "order", "type": %s}
            ]}
            """
                .formatted(order));
    Run run = shop.check("--mode", "BACKWARD");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .contains("schemas/Order.avsc:1:1: error: Order.avsc: it is gone since HEAD");
    assertThat(run.total()).startsWith("1 problem: 3 schemas, none changed, 1 new, ");
  }

  @Test
  void a_type_that_moves_into_imports_is_gone() throws IOException {
    shop.write("vendor/Own.avsc", Shop.ADDRESS.replace("Address", "Own"));
    shop.write("cdc-schemas.yaml", "schemas: schemas\nimports: vendor\nagainst: HEAD\n");
    shop.commit("settings");
    shop.git("mv", "schemas/Order.avsc", "vendor/Order.avsc");
    String gone = "schemas/Order.avsc:1:1: error: Order.avsc: it is gone since HEAD";
    assertThat(shop.checkBySettings().out()).contains(gone);
    shop.git("mv", "vendor/Order.avsc", "schemas/Order.avsc");
    shop.write(
        "cdc-schemas.yaml",
        "schemas: [schemas/common, schemas/Customer.avsc]\nimports: schemas\nagainst: HEAD\n");
    assertThat(shop.checkBySettings().out()).contains(gone);
  }

  @Test
  void a_submodule_is_told_and_its_schemas_are_not_new_for_ever() throws IOException {
    RepositoryOnDisk.in(Files.createDirectory(folder.resolve("schemas/lib")))
        .write("Lib.avsc", Shop.ADDRESS.replace("Address", "Lib"))
        .commit("lib");
    shop.commit("a submodule");
    Run run = shop.check();
    assertThat(run.out())
        .contains("schemas/lib:1:1: note: lib: a submodule, whose schemas are not");
    assertThat(run.total()).startsWith("compatible: 3 schemas, none changed, FULL");
  }

  private Run against(String revision, String path) {
    return shop.run(
        Stream.of(
            "check", "--against", revision, "--mode", "BACKWARD", folder.resolve(path).toString()));
  }
}
