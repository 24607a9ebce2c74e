package io.employeecdc.faults;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each fault, seed by seed, a scene; the seeds of one fault share a stage if they can. */
final class Stages implements AutoCloseable {
  private Stage stage;

  /** A pipeline on the shared stack, perhaps with the services of the seed before. */
  Scene scene(Fault fault, long seed) throws Exception {
    return scene(TestStack.shared(), fault, seed);
  }

  Scene scene(LocalStack stack, Fault fault, long seed) throws Exception {
    System.out.printf("%s with -Dfaults.seed=%d%n", fault, seed);
    if (stage == null) {
      stage = Stage.create(stack, fault.name().toLowerCase(Locale.ROOT) + "_" + seed);
    }
    return new Scene(fault, seed, this, stage);
  }

  /** The same with one producer, one consumer and the load, which has begun to come through. */
  Scene underLoad(Fault fault, long seed) throws Exception {
    Scene scene = scene(fault, seed);
    scene.start();
    return scene;
  }

  /** A pipeline that no seed before has used. */
  Scene fresh(Fault fault, long seed) throws Exception {
    return fresh(TestStack.shared(), fault, seed);
  }

  Scene fresh(LocalStack stack, Fault fault, long seed) throws Exception {
    close();
    return scene(stack, fault, seed);
  }

  /** The next seed gets a stage of its own. */
  @Override
  public void close() throws IOException, SQLException {
    if (stage != null) {
      Stage old = stage;
      stage = null;
      old.close();
    }
  }

  /** One for all seeds of a test; JUnit closes it after the last. */
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stages.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getParent()
          .orElseThrow()
          .getStore(ExtensionContext.Namespace.create(Stages.class))
          .computeIfAbsent(Stages.class, type -> new Stages());
    }
  }
}
