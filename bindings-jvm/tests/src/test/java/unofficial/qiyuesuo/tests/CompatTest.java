package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unofficial.qiyuesuo.compat.BaseSdkException;
import unofficial.qiyuesuo.compat.CryptUtils;
import unofficial.qiyuesuo.compat.JSONUtils;
import unofficial.qiyuesuo.compat.MD5;
import unofficial.qiyuesuo.compat.MiniappTicketResult;
import unofficial.qiyuesuo.compat.SaaSSdkClient;
import unofficial.qiyuesuo.compat.SaaSUserAuthMiniappTicketRequest;
import unofficial.qiyuesuo.compat.SdkClient;
import unofficial.qiyuesuo.compat.SdkResponse;
import unofficial.qiyuesuo.compat.User;
import unofficial.qiyuesuo.compat.UserAuthMiniappTicketRequest;
import unofficial.qiyuesuo.compat.UserAuthResultRequest;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.testing.Emulator;

class CompatTest {
  @Test
  void theNamesOfThePlatformReachIt() {
    try (Emulator emulator = Emulator.start();
        SdkClient client = new SdkClient(emulator.getUrl(), emulator.getAppToken(), emulator.getAppSecret())) {
      UserAuthMiniappTicketRequest request = new UserAuthMiniappTicketRequest();
      User user = new User();
      user.setContact("10020033044");
      user.setContactType("MOBILE");
      request.setUser(user);
      request.setOtherModes(List.of("FACE"));
      SdkResponse<MiniappTicketResult> response =
          JSONUtils.toQysResponse(client.service(request), MiniappTicketResult.class);
      assertEquals(0, response.getCode());
      assertFalse(response.getResult().getTicket().isEmpty());
      assertFalse(response.toString().contains(response.getResult().getTicket()));
      Map<String, Object> seen = Json.object(((List<?>) requests(emulator)).get(0));
      assertEquals("/v2/personalauth/miniappexchange", seen.get("path"));
      // A query, and an answer that is not success.
      UserAuthResultRequest unknown = new UserAuthResultRequest();
      unknown.setAuthId("404");
      SdkResponse<Object> refused = JSONUtils.toQysResponse(client.service(unknown));
      assertTrue(refused.getCode() != 0, refused.toString());
      BaseSdkException error = new BaseSdkException("失败:" + refused.getCode() + "," + refused.getMessage());
      assertEquals("api", error.getKind());
      assertEquals(refused.getCode().longValue(), error.getCode());
    }
  }

  private static Object requests(Emulator emulator) {
    Object requests = emulator.control("GET", "requests", null);
    return requests instanceof Map ? Json.object(requests).get("requests") : requests;
  }

  @Test
  void anExceptionMadeOfTheMessageOfAFailureHasItsAttributes() {
    try (Emulator emulator = Emulator.start();
        SdkClient client = new SdkClient(emulator.getUrl(), emulator.getAppToken(), "wrong")) {
      BaseSdkException failure =
          assertThrows(
              BaseSdkException.class,
              () -> client.service(new UserAuthMiniappTicketRequest(new User("10020033044", "MOBILE"))));
      assertEquals("authentication", failure.getKind());
      BaseSdkException told = new BaseSdkException("调用接口错误,错误原因:" + failure.getMessage());
      assertEquals("authentication", told.getKind());
      assertEquals(failure.getCode(), told.getCode());
      assertEquals("api", new BaseSdkException("something else").getKind());
    }
  }

  @Test
  void aSuccessHasWhatItPromisesAndANumberForItsCode() throws Exception {
    UserAuthMiniappTicketRequest request = new UserAuthMiniappTicketRequest(new User("10020033044", "MOBILE"));
    for (String body :
        List.of(
            "{\"code\":\"0\",\"result\":{\"ticket\":\"T\"}}",
            "{\"responseCode\":\"00000000\",\"result\":{\"ticket\":\"T\"}}")) {
      try (Server server = Server.answering(body);
          SdkClient client = new SdkClient(server.url(), "token", "secret")) {
        SdkResponse<MiniappTicketResult> answer =
            JSONUtils.toQysResponse(client.service(request), MiniappTicketResult.class);
        assertEquals(0, answer.getCode());
        assertEquals("T", answer.getResult().getTicket());
      }
    }
    for (String body :
        List.of(
            "{\"code\":0,\"message\":\"SUCCESS\"}",
            "{\"code\":\"0\",\"result\":{}}",
            "{\"code\":0,\"result\":{\"ticket\":null}}")) {
      try (Server server = Server.answering(body);
          SdkClient client = new SdkClient(server.url(), "token", "secret")) {
        BaseSdkException failure = assertThrows(BaseSdkException.class, () -> client.service(request));
        assertEquals("invalid_response", failure.getKind());
        assertEquals("result.ticket", failure.getField());
        assertEquals("result.ticket", new BaseSdkException("错误:" + failure.getMessage()).getField());
      }
    }
  }

  @Test
  void theClientOfAnAgentTakesTheAddressLast() throws Exception {
    try (Server server = Server.answering();
        SdkClient client = new SaaSSdkClient("agentToken", "agentSecret", server.url())) {
      String answer = client.service(new SaaSUserAuthMiniappTicketRequest(new User("10020033044", "MOBILE")));
      assertEquals("t-1", JSONUtils.toQysResponse(answer, MiniappTicketResult.class).getResult().getTicket());
      assertEquals(1, server.requests.get());
    }
  }

  @Test
  void callbacksAreDecryptedUnderThePublishedName() throws Exception {
    String content =
        "kociR1exKyEryuE2KDU/KcW00iAGsje2UYM8L7JZSJ+ZB2nlkTepRu2nHyMjohkCvEUcmLwOfhHYGgC7VSM/Bl5hphxghRYc1q/hMm6WTpc=";
    assertEquals(
        "{\"contractId\":\"1\",\"contractStatus\":\"COMPLETE\",\"tenantName\":\"测试\"}",
        CryptUtils.aesDerypt(content, "0123456789abcdef"));
    assertEquals("007448408d210f0171d3c77343570b74", MD5.toMD5("17356896001230123456789abcdef"));
  }

  /** A bean of a user's own. */
  public static class Bean {
    private Long id;
    private List<String> names;
    private User user;

    public Long getId() {
      return id;
    }

    public void setId(Long id) {
      this.id = id;
    }

    public void setNames(List<String> names) {
      this.names = names;
    }

    public void setUser(User user) {
      this.user = user;
    }
  }

  @Test
  void resultsBecomeBeans() {
    String text =
        "{\"code\":0,\"message\":\"SUCCESS\",\"result\":{\"id\":\"2589012345678901234\",\"names\":[\"a\",\"b\"],"
            + "\"user\":{\"contact\":\"1\"},\"more\":true}}";
    Bean bean = JSONUtils.toQysResponse(text, Bean.class).getResult();
    assertEquals(2589012345678901234L, bean.getId());
    assertEquals(List.of("a", "b"), bean.names);
    assertEquals("1", bean.user.getContact());
    assertThrows(BaseSdkException.class, () -> JSONUtils.toQysResponse("<html>", Bean.class));
  }
}
