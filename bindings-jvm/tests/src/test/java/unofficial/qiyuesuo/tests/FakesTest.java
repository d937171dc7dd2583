package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.mockito.MockMakers;
import unofficial.qiyuesuo.*;
import unofficial.qiyuesuo.api.*;
import unofficial.qiyuesuo.callback.CallbackEvent;
import unofficial.qiyuesuo.callback.CallbackReply;

/** What tests of users are made of. */
class FakesTest {
  private static final CreatePersonalAuthTicket REQUEST = CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE"));

  /** A client whose personal authentication answers a ticket. */
  private static class FakeClient extends QiyuesuoClient {
    @Override
    public PersonalAuth personalAuth() {
      return new PersonalAuth() {
        @Override
        public Ticket createTicket(CreatePersonalAuthTicket request, CallOptions options) {
          return Ticket.fake("T-" + request.getUser().getContact());
        }
      };
    }

    @Override
    public RawReply request(RawRequest request, CallOptions options) {
      return RawReply.fake(Collections.singletonMap("code", 0));
    }
  }

  @Test
  void aResultIsMadeOfItsMembers() throws Exception {
    ResponseInfo told = ResponseInfo.fake().httpStatus(203).attempts(2).requestId("r-1").headers(Map.of("x-request-id", "r-1"));
    Ticket ticket = Ticket.fake("T-1").response(told).extra(Map.of("news", 1L)).pluginUrl("plugin://x");
    assertEquals("T-1", ticket.getTicket());
    assertEquals(203, ticket.getHttpStatus());
    assertEquals(2, ticket.getAttempts());
    assertEquals("r-1", ticket.getResponse().getRequestId());
    assertEquals(Map.of("x-request-id", "r-1"), ticket.getResponse().getHeaders());
    assertFalse(PersonalSignRecords.fake(Map.of("a", 1L)).toString().contains("a=1"));
    assertEquals("[{a=1}]", PersonalSignRecords.fake(List.of(Map.of("a", 1L))).response(told).getData().toString());
    assertEquals("plugin://x", ticket.pluginUrl());
    assertEquals(Map.of("ticket", "T-1", "news", 1L), ticket.toMap());
    assertFalse(ticket.toString().contains("T-1"));
    assertNull(Ticket.fake("T-1").pluginUrl());
    assertEquals(200, Ticket.fake("T-1").getHttpStatus());
    assertEquals(1, Ticket.fake("T-1").getAttempts());
    assertEquals(Ticket.fake("T-1"), Ticket.fake("T-1").response(told));

    CompanyAuthResult result = CompanyAuthResult.fake(2L).basicReason("why");
    assertEquals(2L, result.getStatus());
    assertEquals("why", result.getBasicReason());
    assertNull(result.getBasicStatus());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ticket);
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Ticket read = (Ticket) in.readObject();
      assertEquals(ticket, read);
      assertEquals("plugin://x", read.pluginUrl());
    }
  }

  @Test
  void rawAnswersFilesEventsAndExceptions() {
    RawReply reply = RawReply.fake("{\"code\": 0, \"result\": {\"id\": \"1\"}}").response(ResponseInfo.fake().attempts(2));
    assertEquals(Map.of("id", "1"), reply.getResult());
    assertEquals(2, reply.getAttempts());
    assertEquals(200, RawReply.fake(Map.of("result", 1)).getHttpStatus());

    Download file = Download.fake(new byte[] {1, 2}).filename("a.pdf").contentType("application/pdf");
    assertArrayEquals(new byte[] {1, 2}, file.getContent());
    assertEquals("a.pdf", file.getFilename());
    assertEquals("application/pdf", file.getContentType());
    assertEquals(200, file.getHttpStatus());

    // By what they hold, as results do; what is told of an answer by all of it.
    RawReply again = RawReply.fake(Map.of("code", 0, "result", Map.of("id", "1")));
    assertEquals(reply, again);
    assertEquals(reply.hashCode(), again.hashCode());
    assertNotEquals(reply, RawReply.fake(Map.of("code", 0)));
    assertEquals(file, Download.fake(new byte[] {1, 2}).contentType("application/pdf").filename("a.pdf"));
    assertNotEquals(file, Download.fake(new byte[] {1, 3}).contentType("application/pdf").filename("a.pdf"));
    assertNotEquals(file, file.filename("b.pdf"));
    ResponseInfo told = ResponseInfo.fake().requestId("r-1").headers(Map.of("x-request-id", "r-1"));
    ResponseInfo same = ResponseInfo.fake().headers(Map.of("x-request-id", "r-1")).requestId("r-1");
    assertEquals(told, same);
    assertEquals(told.hashCode(), same.hashCode());
    assertNotEquals(told, told.headers(Map.of("x-request-id", "r-2")));
    assertNotEquals(told, told.elapsedMs(1));

    CallbackEvent event =
        CallbackEvent.fake("personal_auth").field("status", "1").ownParameter("order", "7").repeated(true).build();
    assertEquals("personal_auth", event.getType());
    assertEquals("none", event.getAuthenticity());
    assertEquals(Map.of("status", "1"), event.getFields());
    assertEquals(Map.of("order", "7"), event.getOwnParameters());
    assertTrue(event.isRepeated());
    assertEquals(64, event.getFingerprint().length());
    assertEquals("success", event.getReply().getBody());
    CallbackReply own = new CallbackReply(500, "text/plain", "no");
    assertSame(own, CallbackEvent.fake("contract").reply(own).build().getReply());

    RateLimitException error =
        new RateLimitException(
            new QiyuesuoException.Details("too often").httpStatus(429).retryAfter(Duration.ofSeconds(3)).attempts(1));
    assertEquals("too often", error.getMessage());
    assertEquals("rate_limit", error.getKind());
    assertEquals(429, error.getHttpStatus());
    assertEquals(Duration.ofSeconds(3), error.getRetryAfter());
  }

  @Test
  void aSubclassStandsForAClient() {
    QiyuesuoClient client = new FakeClient();
    assertEquals("T-10020033044", client.personalAuth().createTicket(REQUEST).getTicket());
    assertEquals("T-10020033044", client.personalAuth().createTicketAsync(REQUEST).join().getTicket());
    assertEquals(Map.of("code", 0), client.requestAsync(RawRequest.get("/x")).join().getData());
    assertSame(client, client.withOptions(CallOptions.NONE));
    client.close();

    // What the test did not expect says so.
    assertTrue(
        assertThrows(UnsupportedOperationException.class, client::contract).getMessage().contains("contract()"));
    assertThrows(UnsupportedOperationException.class, () -> client.download(RawRequest.get("/x")));
    assertThrows(
        UnsupportedOperationException.class,
        () -> client.personalAuth().getResult(GetPersonalAuthResult.of().authId("1")));
    CompletionException late =
        assertThrows(CompletionException.class, () -> client.downloadAsync(RawRequest.get("/x")).join());
    assertTrue(late.getCause() instanceof UnsupportedOperationException);
  }

  /** Mocks that are subclasses, as those of every library can be. */
  @Test
  void plainMocksStandForAClientAndItsFamilies() {
    PersonalAuth personalAuth = mock(PersonalAuth.class, withSettings().mockMaker(MockMakers.SUBCLASS));
    QiyuesuoClient client = mock(QiyuesuoClient.class, withSettings().mockMaker(MockMakers.SUBCLASS));
    when(client.personalAuth()).thenReturn(personalAuth);
    when(personalAuth.createTicket(any())).thenReturn(Ticket.fake("T-1"));
    when(personalAuth.getResult(any())).thenThrow(new ApiTimeoutException(new QiyuesuoException.Details("late")));
    assertEquals("T-1", client.personalAuth().createTicket(REQUEST).getTicket());
    assertThrows(ApiTimeoutException.class, () -> client.personalAuth().getResult(GetPersonalAuthResult.of().authId("1")));
  }

  @Test
  void everyResultCanBeMadeAndNoCallIsFinal() throws Exception {
    Set<Class<?>> results = new HashSet<>();
    for (Method family : Families.class.getDeclaredMethods()) {
      if (!Family.class.isAssignableFrom(family.getReturnType())) {
        continue;
      }
      assertFalse(Modifier.isFinal(family.getModifiers()) || Modifier.isFinal(family.getReturnType().getModifiers()), family.getName());
      for (Method call : family.getReturnType().getDeclaredMethods()) {
        assertFalse(Modifier.isFinal(call.getModifiers()), call.getName());
        if (Result.class.isAssignableFrom(call.getReturnType())) {
          results.add(call.getReturnType());
        }
      }
    }
    assertTrue(results.size() >= 5, results.toString());
    for (Class<?> result : results) {
      long fakes =
          java.util.Arrays.stream(result.getDeclaredMethods())
              .filter(one -> one.getName().equals("fake") && one.getReturnType() == result)
              .filter(one -> Modifier.isStatic(one.getModifiers()) && Modifier.isPublic(one.getModifiers()))
              .count();
      assertEquals(1, fakes, result.getName());
    }
  }
}
