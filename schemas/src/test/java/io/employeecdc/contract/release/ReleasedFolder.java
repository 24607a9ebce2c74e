package io.employeecdc.contract.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** A folder with versions 1 to 3, released on the first three days of a year. */
record ReleasedFolder(Path path) {
  static ReleasedFolder in(Path parent) throws IOException {
    Path folder = parent.resolve("Thing");
    for (int day = 1; day <= 3; day++) {
      byte[] content = ("{\"version\": " + day + "}\n").getBytes(StandardCharsets.UTF_8);
      ReleaseStep.add(folder, content, LocalDate.of(2026, 1, day));
    }
    return new ReleasedFolder(folder);
  }

  ReleasedFiles files() throws IOException {
    return ReleasedFiles.read(path);
  }

  List<String> tampering() throws IOException {
    return ReleaseGuard.check(files()).stream().map(Tampering::message).toList();
  }

  String text(String file) throws IOException {
    return Files.readString(path.resolve(file));
  }

  void write(String file, String text) throws IOException {
    Files.writeString(path.resolve(file), text);
  }

  void remove(String file) throws IOException {
    Files.delete(path.resolve(file));
  }

  /** Changes a file and makes its line in the list agree with it. */
  void rewrite(String file, String text) throws IOException {
    String before = Release.fingerprint(Files.readAllBytes(path.resolve(file)));
    write(file, text);
    String after = Release.fingerprint(text.getBytes(StandardCharsets.UTF_8));
    write(Manifest.FILE, text(Manifest.FILE).replace(before, after));
  }
}
