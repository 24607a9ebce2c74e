package io.employeecdc.schematools.repository;

import java.io.IOException;
import java.nio.file.Path;

/** A repository with an order that uses the address of another file. */
final class Shop {
  static final String ADDRESS =
      """
      {"type": "record", "name": "Address", "namespace": "shop", "fields": [
        {"name": "city", "type": "string"}
      ]}
      """;

  static final String ORDER =
      """
      {"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "id", "type": "long"},
        {"name": "to", "type": "Address"},
        {"name": "from", "type": "shop.Address"}
      ]}
      """;

  static final String CUSTOMER = ORDER.replace("\"Order\"", "\"Customer\"");

  private Shop() {}

  static RepositoryOnDisk in(Path folder) throws IOException {
    return RepositoryOnDisk.in(folder)
        .write("schemas/common/Address.avsc", ADDRESS)
        .write("schemas/Customer.avsc", CUSTOMER)
        .write("schemas/Order.avsc", ORDER)
        .commit("a shop");
  }
}
