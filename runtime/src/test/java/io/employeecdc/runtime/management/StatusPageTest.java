package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.service.Shutdown;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusPageTest {
  private final Metrics metrics = new Metrics("consumer");
  private final Progress loop = new Progress(Duration.ofMinutes(1));
  private ManagementServer server;

  @BeforeEach
  void start() {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = ManagementServer.start(free, metrics.registry(), List.of(loop), new Shutdown());
  }

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  @Test
  void the_root_answers_with_a_page_of_html() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).startsWith("<!doctype html>").contains("</html>");
  }

  @Test
  void the_page_names_nothing_outside_of_the_service() throws Exception {
    String html = get("/").body();

    assertThat(html).doesNotContain("http:", "https:", "//cdn", "@import", "url(", "<iframe");
    Matcher loaded = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(html);
    assertThat(loaded.results().map(link -> link.group(1)))
        .containsExactlyInAnyOrder("data:,", "metrics", "health/ready");
  }

  @Test
  void a_browser_may_run_the_pages_own_style_and_script_and_nothing_else() throws Exception {
    HttpResponse<String> page = get("/");

    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "connect-src 'self'")
        .contains("style-src 'sha256-" + hash(page.body(), "style") + "'")
        .contains("script-src 'sha256-" + hash(page.body(), "script") + "'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain(" style=", " onclick=", " onload=");
  }

  @Test
  void what_the_page_asks_for_is_there() throws Exception {
    loop.done();
    Matcher asked = Pattern.compile("(?<![.])\\bget\\('([^']+)'\\)").matcher(get("/").body());

    assertThat(asked.results().map(path -> path.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(path -> assertThat(get("/" + path).statusCode()).isEqualTo(200));
  }

  @Test
  void every_other_path_is_not_found_and_says_what_there_is() throws Exception {
    HttpResponse<String> other = get("/index.php");

    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(other.body())
        .contains("/metrics", "/health/live", "/health/started", "/health/ready");
  }

  @Test
  void has_started_once_the_checks_have_passed_and_lives_before() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/started").statusCode()).isEqualTo(503);

    server.started();

    assertThat(get("/health/started").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String hash(String html, String element) throws Exception {
    Matcher found =
        Pattern.compile("<" + element + ">(.*)</" + element + ">", Pattern.DOTALL).matcher(html);
    assertThat(found.find()).isTrue();
    byte[] text = found.group(1).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
  }
}
