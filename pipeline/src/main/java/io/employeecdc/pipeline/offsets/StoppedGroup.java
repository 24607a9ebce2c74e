package io.employeecdc.pipeline.offsets;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Offsets are moved only while nobody reads by them. */
public final class StoppedGroup {
  private StoppedGroup() {}

  /**
   * A group that nobody has used yet is stopped as well.
   *
   * @throws CdcException with exit code 8 if it has members
   */
  public static void require(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      var described = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
      if (!described.get().members().isEmpty()) {
        throw new CdcException(
            ExitCode.FENCED,
            "consumers of group '%s' are at work; stop them first".formatted(group));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
  }
}
