package io.employeecdc.pipeline.endtoend;

import io.employeecdc.contract.ReleasedSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData.StringType;

/**
 * The {@code schemas} module as it was when a version of the schema was the newest, with its
 * generated classes and its released versions: before the classes of today it makes the programs of
 * that time.
 */
final class OldBuild {
  private static final String RELEASED = "/released/EmployeeCDC/";

  private OldBuild() {}

  /**
   * Generates and compiles it into an empty folder.
   *
   * @return where its classes are
   */
  static Path of(int version, Path folder) throws IOException {
    Schema schema = ReleasedSchemas.all().get(version - 1).schema();
    Path sources = folder.resolve("sources");
    SpecificCompiler generator = new SpecificCompiler(schema);
    generator.setStringType(StringType.String);
    generator.setCreateSetters(false);
    generator.compileToDestination(null, sources.toFile());
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(sources, classes);
    Path released = Files.createDirectories(Path.of(classes + RELEASED));
    List<String> manifest = shipped("versions.txt").lines().limit(1 + version).toList();
    Files.write(released.resolve("versions.txt"), manifest);
    for (int number = 1; number <= version; number++) {
      String file = "v" + number + ".avsc";
      Files.writeString(released.resolve(file), shipped(file));
    }
    return classes;
  }

  private static void compile(Path sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
    }
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("the generated classes do not compile");
    }
  }

  private static String shipped(String file) throws IOException {
    try (InputStream stream = OldBuild.class.getResourceAsStream(RELEASED + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
