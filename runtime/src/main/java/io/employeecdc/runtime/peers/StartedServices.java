package io.employeecdc.runtime.peers;

import java.nio.file.Path;
import java.util.List;

/** Knows which services run on a local stack; found where its module is on the class path. */
public interface StartedServices {
  /**
   * Their management ports; none if no stack lives there.
   *
   * @param stack the directory of the stack
   */
  List<Integer> ports(Path stack);
}
