package io.employeecdc.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:db",
        "jdbc:postgresql://h/db",
        "jdbc:postgresql://h:1,[::1]:2/db?targetServerType=primary",
        "jdbc:postgresql://h/a%22b%3Bdrop?currentSchema=hr,public&options=-c%20work_mem=64MB",
        "jdbc:postgresql://h/db?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c&sslkey=/k",
        "jdbc:postgresql://h/db?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
      })
  void takes_what_an_operator_needs(String url) {
    assertThat(JdbcUrl.complaints(url, "source")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mysql://h/db                                    | not a JDBC URL such as
          jdbc:postgresql://h:99999/db                    | not a JDBC URL such as
          jdbc:postgresql://h/a b                         | not a JDBC URL such as
          jdbc:postgresql://me:hunter2@h/db               | use --source-user and --source-password-file
          jdbc:postgresql://h/db?user=hunter2             | use --source-user and --source-password-file
          jdbc:postgresql://h/db?password=hunter2         | use --source-user and --source-password-file
          jdbc:postgresql://h/db?sslpassword=hunter2      | use --source-user and --source-password-file
          jdbc:postgresql://h/db?sslmod=hunter2           | sslmod', which the PostgreSQL driver does not know
          jdbc:postgresql://h/db?Password=hunter2         | Password', which the PostgreSQL driver does not know
          jdbc:postgresql://h/db?socketFactory=hunter2    | socketFactory', but may name no class
          jdbc:postgresql://h/db?sslfactory=hunter2       | sslfactory', but may name no class
          jdbc:postgresql://h/db?connectExecutor=hunter2  | connectExecutor', but may name no class
          jdbc:postgresql://h/db?replication=hunter2      | replication', which this program sets itself
          jdbc:postgresql://h/db?preferQueryMode=hunter2  | preferQueryMode', which this program sets itself
          jdbc:postgresql://h/db?prepareThreshold=0       | prepareThreshold', which this program sets itself
          jdbc:postgresql://h/db?socketTimeout=hunter2    | socketTimeout', which this program sets itself
          jdbc:postgresql://h/db?loginTimeout=hunter2     | loginTimeout', which this program sets itself
          """)
  void refuses_what_would_break_a_promise_and_repeats_no_value(String url, String reason) {
    assertThat(JdbcUrl.complaints(url, "source"))
        .singleElement()
        .asString()
        .contains(reason)
        .doesNotContain("hunter2");
  }

  @Test
  void says_all_that_is_wrong_at_once() {
    List<String> complaints =
        JdbcUrl.complaints(
            "jdbc:postgresql://h/db?user=me&password=hunter2&nonsense=1&readOnly=true", "target");

    assertThat(complaints).hasSize(3);
  }
}
