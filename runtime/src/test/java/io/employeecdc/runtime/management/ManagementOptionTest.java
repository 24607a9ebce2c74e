package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ManagementOptionTest {
  @Command(name = "service")
  static final class Service extends OptionsCommand<InetSocketAddress> {
    @Mixin ManagementOption management = new ManagementOption();
    InetSocketAddress listens;

    @Override
    protected InetSocketAddress read(OptionReader options) {
      return management.read(options);
    }

    @Override
    protected ExitCode run(InetSocketAddress settings) {
      listens = settings;
      return ExitCode.DONE;
    }
  }

  @Test
  void a_service_listens_on_this_machine_alone_unless_it_is_told_otherwise() {
    assertThat(listens(Map.of()).getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void the_images_make_it_listen_on_all_addresses() {
    Map<String, String> image = Map.of("CDC_MANAGEMENT_ADDRESS", "0.0.0.0");

    assertThat(listens(image).getAddress().isAnyLocalAddress()).isTrue();
  }

  private static InetSocketAddress listens(Map<String, String> environment) {
    Service service = new Service();
    assertThat(Commands.execute(service, environment)).isZero();
    return service.listens;
  }
}
