package io.employeecdc.secure;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.workbench.run.LocalPipeline;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The pipeline of the secure stack that all tests here share, set up. */
final class Secured {
  private static final LocalPipeline PIPELINE = setUp();

  private Secured() {}

  static LocalPipeline pipeline() {
    return PIPELINE;
  }

  static LocalStack stack() {
    return PIPELINE.stack();
  }

  /** What a command needs to be this user. */
  static Map<String, String> environment(StackUser user) {
    Map<String, String> environment = new TreeMap<>(stack().access().environment(user));
    environment.put("CDC_MANAGEMENT_PORT", "0");
    return environment;
  }

  /** Writes a properties file like the one that a setting names, but for one property. */
  static void change(
      Map<String, String> environment, String setting, String property, String value, Path copy) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(environment.get(setting)))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.setProperty(property, value);
    try (Writer writer = Files.newBufferedWriter(copy)) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put(setting, copy.toString());
  }

  private static LocalPipeline setUp() {
    LocalPipeline pipeline = LocalPipeline.standard(TestStack.secure());
    try {
      pipeline.setUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pipeline;
  }
}
