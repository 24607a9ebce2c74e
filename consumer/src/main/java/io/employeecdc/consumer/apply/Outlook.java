package io.employeecdc.consumer.apply;

/**
 * Whether a change that wants a value which another employee holds may pass when more is known. In
 * the source every value is held once, so whoever holds it, or wants it, by a newer change took it
 * after the wanting employee had given it up again: by a newer change, which is in the topic.
 *
 * @param evidence changes when more becomes known of those on whom it depends
 */
public record Outlook(Reason reason, long evidence) {
  /** What may come. */
  public enum Reason {
    /** Nothing: it is bad. */
    NONE,
    /** A newer change of the same employee waits too; with it, this one is superseded. */
    NEWER_WAITS,
    /** A newer change of the same employee must be in its partition, and has not been read. */
    NEWER_COMES,
    /** The same of an employee on whom it depends: a holder, or who holds what that one wants. */
    NEWER_COMES_TO_OTHERS,
    /** While it was tried, others changed who holds what is wanted. */
    MOVED
  }

  public static final Outlook NONE = new Outlook(Reason.NONE, 0);
}
