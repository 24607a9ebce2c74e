package io.employeecdc.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  /** Of nobody in particular. */
  private static final int STRANGER = 54_321;

  @TempDir Path folder;
  private Path mine;
  private Path link;

  @BeforeEach
  void make() throws IOException {
    mine = Files.writeString(folder.resolve("mine"), "old");
    link = Files.createSymbolicLink(folder.resolve("link"), mine);
  }

  @Test
  void a_link_of_the_users_own_is_followed_and_stays() throws IOException {
    ResultFile.writePrivate(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(mine).hasContent("new");
  }

  /** Who may write the folder could otherwise have any file of ours replaced. */
  @Test
  void a_link_that_a_stranger_put_there_is_not_followed() throws IOException {
    assumeThat(System.getProperty("user.name")).as("who may give files away").isEqualTo("root");
    Files.setAttribute(link, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
    Path over = Files.createSymbolicLink(folder.resolve("over"), link);

    for (Path planted : new Path[] {link, over}) {
      assertThatThrownBy(() -> ResultFile.writePrivate(planted, "new"))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> ResultFile.writePublic(planted, "new"))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(mine).hasContent("old");
  }

  @Test
  void links_in_a_circle_end() throws IOException {
    Files.delete(link);
    Path back = Files.createSymbolicLink(folder.resolve("back"), link);
    Files.createSymbolicLink(link, back);

    assertThatThrownBy(() -> ResultFile.writePublic(link, "new"))
        .isInstanceOf(AccessDeniedException.class);
  }

  /** Nobody foresees the name of what it is written to first. */
  @Test
  void what_is_put_beside_it_is_left_alone() throws IOException {
    Path beside = Files.createSymbolicLink(folder.resolve("page.tmp"), mine);
    Path page = folder.resolve("page");

    ResultFile.writePublic(page, "new");

    assertThat(page).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-r--r--");
    assertThat(mine).hasContent("old");
    assertThat(beside).isSymbolicLink();
  }
}
