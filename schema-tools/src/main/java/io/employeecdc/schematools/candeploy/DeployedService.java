package io.employeecdc.schematools.candeploy;

import io.employeecdc.runtime.peers.ServiceKind;
import java.util.Locale;

enum DeployedService {
  PRODUCER(
      "writes",
      "of",
      "deploy the producer of version %1$d ('cdc schema can-deploy producer --version %1$d' says whether it may)"),
  CONSUMER(
      "was built for",
      "built for",
      "deploy the consumers of version %1$d ('cdc schema can-deploy consumer --version %1$d' says whether they may)");

  /** What it does with its version. */
  final String relation;

  /** How one is called by its version. */
  final String with;

  /** What to do where it must be deployed before the other side, for a version's number. */
  final String deploy;

  DeployedService(String relation, String with, String deploy) {
    this.relation = relation;
    this.with = with;
    this.deploy = deploy;
  }

  static DeployedService of(ServiceKind kind) {
    return valueOf(kind.name());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
