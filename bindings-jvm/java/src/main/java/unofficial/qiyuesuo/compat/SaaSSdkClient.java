package unofficial.qiyuesuo.compat;

import unofficial.qiyuesuo.QiyuesuoClient;

/** The client of an agent. Mind the order of its arguments, which is the platform's. */
public class SaaSSdkClient extends SdkClient {
  /** A client of an agent. */
  public SaaSSdkClient(String agentToken, String agentSecret, String serverUrl) {
    super(made(() -> QiyuesuoClient.builder().agent(agentToken, agentSecret).baseUrl(serverUrl).build()));
  }
}
