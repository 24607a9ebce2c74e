package io.employeecdc.operations.connect;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices a slot that somebody has moved on, or dropped and made again: what lay between is never
 * sent, and neither the server nor Debezium says so.
 *
 * <p>Debezium moves the slot to what Connect has noted, and no further. So one that is further was
 * moved by somebody else, who can have it only while the connector has not. Where nothing has been
 * noted it may not move at all. Once the connector goes on and notes what it reads, nothing tells
 * of it any more: so this must look while it happens, and remembers it until the connector's
 * offsets are reset.
 *
 * <p>Connect is asked after the slot, since what it has noted only grows, and only where somebody
 * else may have had the slot or its offsets may be reset, since that costs it much.
 */
final class SlotWatch {
  /** The slot as it was found right; null before it has been. */
  private ReplicationSlot before;

  private boolean noted;
  private boolean moved;

  /**
   * Whether it has been moved, now or before.
   *
   * @param found null if there is none
   * @param stopped whether the connector is, which is when its offsets can be reset
   * @param offsets asks Connect; empty if it does not answer
   */
  boolean isMoved(
      ReplicationSlot found, boolean stopped, Supplier<Optional<ConnectorOffsets>> offsets) {
    // One that is still being made stands nowhere yet.
    ReplicationSlot slot = found == null || found.done() == 0 ? null : found;
    if (moved || stopped || (slot != null && !isHeld(slot))) {
      offsets.get().ifPresent(known -> judge(slot, stopped, known));
    } else if (slot != null) {
      before = slot;
    }
    return moved;
  }

  private boolean isHeld(ReplicationSlot slot) {
    return before != null
        && (slot.done() == before.done()
            || (slot.active() && slot.reader().equals(before.reader())));
  }

  private void judge(ReplicationSlot slot, boolean stopped, ConnectorOffsets known) {
    boolean nothing = known.commit().isEmpty();
    if (nothing && (noted || stopped)) {
      // They were reset, or may be: the connector begins anew with whatever slot it finds.
      before = null;
      moved = false;
    } else if (slot != null) {
      moved |= nothing ? before != null : slot.done() > known.commit().getAsLong();
      before = slot;
    }
    noted = !nothing;
  }
}
