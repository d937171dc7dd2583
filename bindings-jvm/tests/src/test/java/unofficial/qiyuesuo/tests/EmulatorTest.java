package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.RawRequest;
import unofficial.qiyuesuo.ServerException;
import unofficial.qiyuesuo.api.AppToken;
import unofficial.qiyuesuo.api.CreatePersonalAuthTicket;
import unofficial.qiyuesuo.api.GetAppToken;
import unofficial.qiyuesuo.api.User;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.testing.Emulator;

/** The helper for tests. */
class EmulatorTest {
  private static final CreatePersonalAuthTicket REQUEST = CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE"));

  @Test
  void itHasWhatItHasInEveryLanguage() throws Exception {
    byte[] text = Files.readAllBytes(Paths.get(System.getenv("QYS_SOURCE"), "tests", "emulator_helper.json"));
    Set<String> has = Arrays.stream(Emulator.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    List<?> members = (List<?>) Json.object(Json.decode(text)).get("members");
    List<String> missing = new ArrayList<>();
    for (Object member : members) {
      StringBuilder camel = new StringBuilder();
      for (String word : member.toString().split("_")) {
        camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
      String method = Character.toLowerCase(camel.charAt(0)) + camel.substring(1);
      if (!has.contains(method) && !has.contains("get" + camel)) {
        missing.add(method);
      }
    }
    assertEquals(Collections.emptyList(), missing);
    assertTrue(members.size() > 5);
  }

  @Test
  void theKeyOfCallbacksIsToldAndNotShown() {
    try (Emulator emulator = Emulator.start();
        QiyuesuoClient client = emulator.builder().build()) {
      AppToken token = client.company().getToken(GetAppToken.of());
      assertEquals(16, token.getCallbackSecretKey().length());
      assertFalse(token.toString().contains(token.getCallbackSecretKey()), token.toString());
      assertFalse(token.toString().contains(token.getAccessToken()), token.toString());
      assertTrue(token.toString().contains("callbackSecretKey"), token.toString());
    }
  }

  @Test
  void itTellsItsRequestsAndFailsAsItIsTold() {
    try (Emulator emulator = Emulator.start();
        QiyuesuoClient client = emulator.builder().maxRetries(0).build()) {
      assertEquals(Collections.emptyList(), emulator.requests());
      client.personalAuth().createTicket(REQUEST);
      List<Map<String, Object>> seen = emulator.requests();
      client.request(RawRequest.get("/v2/checkhealth").query("id", Arrays.asList(1, null, "二")).query("yes", true));
      assertEquals("id=1&id=%E4%BA%8C&yes=true", emulator.requests().get(seen.size()).get("query"));
      assertEquals(1, seen.size());
      assertEquals("personal_auth.create_ticket", seen.get(0).get("operation"));
      emulator.setFaults(
          Collections.singletonList(
              Map.of("operation", "personal_auth.create_ticket", "fault", Map.of("status", 503))));
      assertThrows(ServerException.class, () -> client.personalAuth().createTicket(REQUEST));
      emulator.clearFaults();
      client.personalAuth().createTicket(REQUEST);
      emulator.reset();
      assertEquals(Collections.emptyList(), emulator.requests());
    }
  }

  @Test
  void itListensWhereItIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Emulator emulator = Emulator.start(port, "--callback-time-scale", "0.01")) {
      assertEquals("http://127.0.0.1:" + port, emulator.getUrl());
    }
  }
}
