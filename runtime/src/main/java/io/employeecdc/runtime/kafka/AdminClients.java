package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;

public final class AdminClients {
  private AdminClients() {}

  /**
   * A client that has asked nothing yet.
   *
   * @param clientId how the brokers' logs and quotas call it
   * @param limit for an answer, where the operator's settings have none
   * @param tries how many requests without an answer fit into it
   * @throws CdcException with exit code 3 if the settings make no client, 5 if who gives out the
   *     tokens does not answer
   */
  public static Admin open(KafkaSettings kafka, String clientId, Duration limit, int tries) {
    Map<String, Object> config = kafka.client(clientId);
    String api = AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
    config.putIfAbsent(api, Math.toIntExact(limit.toMillis()));
    try {
      int millis = (Integer) ConfigDef.parseType(api, config.get(api), ConfigDef.Type.INT);
      config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / tries);
      return Admin.create(config);
    } catch (KafkaException e) {
      throw ClientSettings.failure(e, kafka.security());
    }
  }
}
