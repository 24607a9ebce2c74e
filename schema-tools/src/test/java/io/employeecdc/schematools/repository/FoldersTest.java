package io.employeecdc.schematools.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schematools.repository.RepositoryOnDisk.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir Path folder;
  private RepositoryOnDisk shop;

  @BeforeEach
  void shop() throws IOException {
    shop = Shop.in(folder);
  }

  @Test
  void what_has_not_changed_is_not_judged() {
    Run run = shop.check();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("compatible: 3 schemas, none changed, FULL_TRANSITIVE with HEAD\n");
  }

  @Test
  void a_break_in_a_type_that_many_use_is_one_line_in_its_own_file() throws IOException {
    shop.write("schemas/common/Address.avsc", Shop.ADDRESS.replace("string", "int"));
    Run run = shop.check("--mode", "BACKWARD");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.lines()).hasSize(2);
    assertThat(run.lines().get(0))
        .startsWith("schemas/common/Address.avsc:2:28: error: Address.city: ")
        .endsWith("[type-changed]");
    assertThat(run.total()).isEqualTo("1 problem: 3 schemas, 3 changed, BACKWARD against HEAD");
  }

  @Test
  void a_field_with_a_default_in_a_type_that_others_use_breaks_nobody() throws IOException {
    String zip = "\"string\"},\n  {\"name\": \"zip\", \"type\": \"string\", \"default\": \"\"}";
    shop.write("schemas/common/Address.avsc", Shop.ADDRESS.replace("\"string\"}", zip));
    assertThat(shop.check().code()).isZero();
  }

  @Test
  void a_schema_that_goes_is_a_break_and_one_that_moves_is_none() throws IOException {
    shop.delete("schemas/Order.avsc").write("schemas/sales/Order.avsc", Shop.ORDER);
    assertThat(shop.check().out()).startsWith("compatible: 3 schemas, ");
    shop.delete("schemas/sales/Order.avsc");
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out())
        .startsWith("schemas/Order.avsc:1:1: error: Order.avsc: it is gone since HEAD; ")
        .contains("[schema-removed]");
    assertThat(shop.check("--rules", "avro").code()).isZero();
  }

  @Test
  void a_moved_schema_is_still_compared() throws IOException {
    shop.delete("schemas/Order.avsc")
        .write("schemas/sales/Order.avsc", Shop.ORDER.replace("long", "string"));
    assertThat(shop.check().out())
        .contains("schemas/sales/Order.avsc:2:26: error: Order.id: ")
        .contains("[type-changed]");
  }

  @Test
  void compares_with_an_older_copy_where_there_is_no_git() throws IOException {
    shop.write("old/common/Address.avsc", Shop.ADDRESS)
        .write("old/Customer.avsc", Shop.CUSTOMER)
        .write("old/Order.avsc", Shop.ORDER.replace("long", "int"));
    Run run =
        shop.run(
            Stream.of(
                "check",
                "--against",
                folder.resolve("old").toString(),
                "--mode",
                "FORWARD",
                folder.resolve("schemas").toString()));
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out()).contains("schemas/Order.avsc:2:26: error: Order.id: ");
  }

  @Test
  void names_of_no_revision_and_folders_without_schemas_are_refused() throws IOException {
    Run unknown = shop.run(Stream.of("check", "--against", "nowhere", folder.toString()));
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--against").contains("fetch-depth: 0");
    Run missing = shop.run(Stream.of("check", folder.toString()));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("--against").contains("origin/main");
    shop.write("empty/README", "nothing");
    Run empty =
        shop.run(Stream.of("check", "--against", "HEAD", folder.resolve("empty").toString()));
    assertThat(empty.code()).isEqualTo(3);
    assertThat(empty.err()).contains("nothing was judged: no .avsc, .avpr or .avdl in empty");
  }

  @Test
  void a_protocol_is_judged_type_by_type() throws IOException {
    String protocol =
        """
        {"protocol": "Mail", "namespace": "mail", "types": [
          {"type": "record", "name": "Letter", "fields": [{"name": "to", "type": "Box"}]},
          {"type": "fixed", "name": "Box", "size": 4}
        ], "messages": {}}
        """;
    shop.write("schemas/Mail.avpr", protocol).commit("mail");
    shop.write("schemas/Mail.avpr", protocol.replace("\"size\": 4", "\"size\": 8"));
    Run run = shop.check("--mode", "BACKWARD");
    assertThat(run.lines()).hasSize(2);
    assertThat(run.lines().get(0))
        .startsWith("schemas/Mail.avpr:3:")
        .endsWith("[fixed-size-changed]");
  }

  @Test
  void seven_hundred_files_that_use_one_another_are_judged() throws IOException {
    SortedMap<String, String> many = ManySchemas.of(700, 1);
    ManySchemas.write(many, folder.resolve("schemas"));
    shop.commit("many");
    String shared = "domain1/Type1.avsc";
    shop.write("schemas/" + shared, many.get(shared).replace("\"f0\"", "\"renamed\""));
    Run run = shop.check();
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().subList(0, 2)).allMatch(line -> line.startsWith("schemas/" + shared));
    assertThat(run.total()).startsWith("2 problems: 703 schemas, ");
  }
}
