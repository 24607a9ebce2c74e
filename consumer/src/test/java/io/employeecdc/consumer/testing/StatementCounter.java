package io.employeecdc.consumer.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts what its statements execute. */
public final class StatementCounter {
  private final AtomicInteger executions = new AtomicInteger();
  private final DataSource dataSource;

  public StatementCounter(DataSource real) {
    dataSource = watch(DataSource.class, real);
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public int executions() {
    return executions.get();
  }

  private <T> T watch(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                executions.incrementAndGet();
              }
              try {
                Object result = method.invoke(real, arguments);
                if (result instanceof PreparedStatement statement) {
                  return watch(PreparedStatement.class, statement);
                }
                return result instanceof Connection connection && !method.getName().equals("unwrap")
                    ? watch(Connection.class, connection)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
