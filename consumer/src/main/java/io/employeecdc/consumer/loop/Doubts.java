package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Outlook;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Changes that had their last try and are not given up yet, because what else is in the topic may
 * still help them ({@link Outlook}). Where nothing new becomes known, that ends.
 *
 * @param byActionId what was known when they were tried
 */
record Doubts(Map<Long, Doubt> byActionId) {
  static final Doubts NONE = new Doubts(Map.of());

  /**
   * By then every partition was read to the end that it had at the try before, so what was to come
   * has come.
   */
  private static final int OWN_IN_VAIN = 1;

  /** What is to come to others may have to wait for others in turn. */
  private static final int OTHERS_IN_VAIN = 50;

  /** Whatever becomes known. */
  private static final int MOST = 1000;

  /**
   * One of them.
   *
   * @param known when it was last tried
   * @param tries since just that was known: each reason has its own bound
   * @param all tries
   */
  record Doubt(Outlook known, int tries, int all) {}

  Doubts {
    byActionId = Map.copyOf(byActionId);
  }

  /** Whether it should have another try, after one that had this outlook. */
  boolean allow(long actionId, Outlook outlook) {
    Doubt now = after(actionId, outlook);
    return switch (outlook.reason()) {
      case NONE -> false;
      // Which itself does not wait for ever.
      case NEWER_WAITS -> true;
      case NEWER_COMES -> now.tries() <= OWN_IN_VAIN && now.all() <= MOST;
      case NEWER_COMES_TO_OTHERS, MOVED -> now.tries() <= OTHERS_IN_VAIN && now.all() <= MOST;
    };
  }

  /** Those that have another try. */
  Doubts after(Collection<Failure> failures) {
    Map<Long, Doubt> next = new HashMap<>();
    failures.forEach(one -> next.put(one.actionId(), after(one.actionId(), one.outlook())));
    return new Doubts(next);
  }

  Doubts plus(Doubts more) {
    Map<Long, Doubt> all = new HashMap<>(byActionId);
    all.putAll(more.byActionId);
    return new Doubts(all);
  }

  private Doubt after(long actionId, Outlook outlook) {
    Doubt before = byActionId.getOrDefault(actionId, new Doubt(Outlook.NONE, 0, 0));
    boolean same = before.known().equals(outlook);
    return new Doubt(outlook, same ? before.tries() + 1 : 1, before.all() + 1);
  }
}
