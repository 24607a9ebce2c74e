package io.employeecdc.runtime.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.employeecdc.runtime.output.Visible;
import java.util.Arrays;

/** A stack trace, in which no exception's message adds lines. */
public final class VisibleTrace extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return super.throwableProxyToString(Quiet.of(thrown));
  }

  /** The same exception with visible messages. */
  private record Quiet(IThrowableProxy thrown) implements IThrowableProxy {
    static IThrowableProxy of(IThrowableProxy thrown) {
      return thrown == null ? null : new Quiet(thrown);
    }

    private static String visible(String text) {
      return text == null ? null : Visible.of(text);
    }

    @Override
    public String getMessage() {
      return visible(thrown.getMessage());
    }

    @Override
    public String getOverridingMessage() {
      return visible(thrown.getOverridingMessage());
    }

    @Override
    public String getClassName() {
      return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return thrown.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
      return of(thrown.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      IThrowableProxy[] suppressed = thrown.getSuppressed();
      return suppressed == null
          ? null
          : Arrays.stream(suppressed).map(Quiet::of).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return thrown.isCyclic();
    }
  }
}
