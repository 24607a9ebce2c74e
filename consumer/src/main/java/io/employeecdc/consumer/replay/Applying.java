package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Effect;
import java.sql.SQLException;
import java.util.List;

/** How changes are brought into the target: for good, or as a rehearsal. */
interface Applying {
  /** All changes or, if it throws, none; tells what became of each, in their order. */
  List<Effect> apply(List<Change> changes) throws SQLException;
}
