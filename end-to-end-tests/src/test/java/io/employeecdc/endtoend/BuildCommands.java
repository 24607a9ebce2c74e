package io.employeecdc.endtoend;

import io.employeecdc.cli.Cdc;
import io.employeecdc.operations.verify.CommandRun;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;

/**
 * The commands of another build in this process: its classes come before those of today, and are
 * not those that the test has loaded. A process for each would take seconds to start.
 */
final class BuildCommands {
  private final ClassLoader classes;

  private BuildCommands(ClassLoader classes) {
    this.classes = classes;
  }

  /**
   * Those that are found in a class path.
   *
   * @param classPath folders and archives, as the {@code java} command takes it
   */
  static BuildCommands in(String classPath) throws MalformedURLException, ClassNotFoundException {
    String[] entries = classPath.split(File.pathSeparator, -1);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = Path.of(entries[i]).toUri().toURL();
    }
    ClassLoader classes = new OwnFirst(urls);
    // Java looks for drivers only once in a process, and each class may use those it could load.
    Class.forName("org.postgresql.Driver", true, classes);
    return new BuildCommands(classes);
  }

  CommandRun run(Map<String, String> environment, String... arguments)
      throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      Object command = classes.loadClass(Cdc.class.getName()).getConstructor().newInstance();
      Class<?> runs = classes.loadClass(CommandRun.class.getName());
      Object run =
          runs.getMethod("of", Object.class, Map.class, String[].class)
              .invoke(null, command, environment, arguments);
      return new CommandRun(
          (int) runs.getMethod("exitCode").invoke(run),
          (String) runs.getMethod("out").invoke(run),
          (String) runs.getMethod("err").invoke(run));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Takes nothing from this process but what is Java's own. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL[] urls) {
      super(urls, ClassLoader.getSystemClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return name.startsWith("java.") ? super.loadClass(name, resolve) : findClass(name);
        } catch (ClassNotFoundException e) {
          return super.loadClass(name, resolve);
        }
      }
    }

    @Override
    public URL getResource(String name) {
      URL own = findResource(name);
      return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return findResources(name);
    }
  }
}
