package io.employeecdc.operations.connect;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices a slot that somebody has moved on, or dropped and made again: what lay between is never
 * sent, and neither the server nor Debezium says so. So it is with a publication that was dropped,
 * or had not all of the table: a server reads it as it was when the change was written, and from
 * PostgreSQL 18 on passes over what none of it has.
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
  private final String slotName;
  private final String publicationName;

  /** The slot as it was found right; null before it has been. */
  private ReplicationSlot before;

  /** The publication as it was found right beside a slot; null before it has been. */
  private Publication published;

  private boolean noted;
  private String loss;

  SlotWatch(String slotName, String publicationName) {
    this.slotName = slotName;
    this.publicationName = publicationName;
  }

  /**
   * Why changes are not published and never will be, now or since before; empty if all are.
   *
   * @param found null if there is none
   * @param stopped whether the connector is, which is when its offsets can be reset
   * @param offsets asks Connect; empty if it does not answer
   */
  Optional<String> loss(
      ReplicationSlot found,
      Optional<Publication> publication,
      boolean stopped,
      Supplier<Optional<ConnectorOffsets>> offsets) {
    // One that is still being made stands nowhere yet.
    ReplicationSlot slot = found == null || found.done() == 0 ? null : found;
    if (slot != null) {
      lookAt(publication);
    }
    if (loss != null || stopped || (slot != null && !isHeld(slot))) {
      offsets.get().ifPresent(known -> judge(slot, stopped, known));
    } else if (slot != null) {
      before = slot;
    }
    return Optional.ofNullable(loss);
  }

  private void lookAt(Optional<Publication> publication) {
    Optional<Publication> found = publication.filter(Publication::whole);
    if (found.isEmpty() || (published != null && !found.get().continues(published))) {
      lose(
          "publication %s has not all of the table, or was made again, and what was written meanwhile is passed over; see 'A publication that was dropped' in docs/capture.md; --publication names another"
              .formatted(publicationName));
    }
    published = found.orElse(published);
  }

  private void lose(String why) {
    loss = loss == null ? why : loss;
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
      published = null;
      loss = null;
    } else if (slot != null) {
      if (nothing ? before != null : slot.done() > known.commit().getAsLong()) {
        lose(
            "slot %s was moved on past what is published; see 'A slot that is lost' in docs/capture.md"
                .formatted(slotName));
      }
      before = slot;
    }
    noted = !nothing;
  }
}
