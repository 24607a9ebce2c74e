package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Outlook;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final long ID = 4;

  /** Its last try would have been the one after which it was first seen to be overtaken. */
  @Test
  void tries_for_one_reason_take_nothing_from_another() {
    Outlook moved = new Outlook(Outlook.Reason.MOVED, ID);
    Outlook overtaken = new Outlook(Outlook.Reason.NEWER_COMES, ID);
    Doubts doubts = new Doubts(Map.of(ID, new Doubts.Doubt(moved, 3, 3)));

    assertThat(doubts.allow(ID, overtaken)).isTrue();
    assertThat(new Doubts(Map.of(ID, new Doubts.Doubt(overtaken, 1, 4))).allow(ID, overtaken))
        .isFalse();
  }
}
