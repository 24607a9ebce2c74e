package io.employeecdc.schematools.candeploy;

import java.util.List;
import java.util.Map;

/**
 * All that was found, before anything is concluded from it.
 *
 * @param registered true if the registry holds the version that is to be deployed
 * @param held what the subject holds, ascending
 * @param schemas what each id that occurs in a topic stands for
 */
record DeployFacts(
    boolean registered,
    String level,
    List<FoundSchema> held,
    TopicCount changes,
    TopicCount deadLetters,
    Map<Integer, FoundSchema> schemas,
    List<Peer> peers) {
  List<Peer> running(DeployedService service) {
    return peers.stream().filter(peer -> peer.service() == service).toList();
  }
}
