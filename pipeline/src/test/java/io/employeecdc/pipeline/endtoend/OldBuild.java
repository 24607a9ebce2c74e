package io.employeecdc.pipeline.endtoend;

import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.pipeline.Cdc;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData.StringType;

/**
 * The project as it was built when a version of the schema was the newest: the same programs behind
 * a {@code schemas} module of that time, with its generated classes and its released versions.
 */
final class OldBuild {
  private static final String RELEASED = "/released/EmployeeCDC/";

  private final String classPath;

  private OldBuild(Path schemas) {
    this.classPath =
        Stream.concat(
                Stream.of(schemas.toString()),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString()))
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** Generates and compiles the schemas module of that time into an empty folder. */
  static OldBuild of(int version, Path folder) throws IOException {
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
    return new OldBuild(classes);
  }

  /** {@code cdc setup} of that time. */
  void setUp(TestPipeline pipeline) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            Cdc.class.getName(),
            "setup");
    ProcessBuilder setup =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT);
    setup.environment().putAll(pipeline.environment());
    int exitCode = setup.start().waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException("setup ended with " + exitCode);
    }
  }

  /** A service of that time, not started. */
  JavaService service(TestPipeline pipeline, String name, Class<?> main) {
    List<String> command = List.of("-Xmx256m", "-cp", classPath, main.getName());
    return pipeline.service(name, command, Map.of());
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
