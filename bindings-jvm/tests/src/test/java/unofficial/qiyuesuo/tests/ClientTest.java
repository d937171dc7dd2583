package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import unofficial.qiyuesuo.*;
import unofficial.qiyuesuo.api.*;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Reply;

@Timeout(120)
class ClientTest {
  static final CreatePersonalAuthTicket REQUEST =
      CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE")).mode(AuthMode.BANK);

  @Test
  void cancellingAFutureDropsItsRequest() throws Exception {
    try (Server server = Server.silent(); QiyuesuoClient client = server.builder().build()) {
      CompletableFuture<Ticket> future = client.personalAuth().createTicketAsync(REQUEST);
      Server.soon("the request arrives", () -> server.requests.get() == 1);
      assertEquals(0, server.closed.get());
      assertTrue(future.cancel(true));
      Server.soon("the server sees the end of its connection", () -> server.closed.get() == 1);
      assertThrows(CancellationException.class, future::join);
    }
  }

  @Test
  void closingEndsCallsInFlightAndRefusesLaterOnes() throws Exception {
    try (Server server = Server.silent(); QiyuesuoClient client = server.builder().build()) {
      CompletableFuture<Ticket> future = client.personalAuth().createTicketAsync(REQUEST);
      CompletableFuture<Ticket> blocking =
          CompletableFuture.supplyAsync(() -> client.personalAuth().createTicket(REQUEST));
      Server.soon("both requests arrive", () -> server.requests.get() == 2);
      client.close();
      for (CompletableFuture<Ticket> ended : List.of(future, blocking)) {
        CompletionException error = assertThrows(CompletionException.class, ended::join);
        assertInstanceOf(CancelledException.class, error.getCause());
      }
      assertThrows(ConfigurationException.class, () -> client.personalAuth().createTicket(REQUEST));
      CompletionException error =
          assertThrows(CompletionException.class, () -> client.personalAuth().createTicketAsync(REQUEST).join());
      assertInstanceOf(ConfigurationException.class, error.getCause());
    }
  }

  @Test
  void aForgottenClientIsClosedWhenAnotherIsOpened() throws Exception {
    try (Server server = Server.answering()) {
      server.builder().build().personalAuth().createTicket(REQUEST);
      Server.soon(
          "its connection is closed",
          () -> {
            System.gc();
            server.builder().build().close();
            return server.closed.get() == 1;
          });
    }
  }

  @SuppressWarnings("unchecked")
  static <E extends Throwable> void sneaky(Throwable error) throws E {
    throw (E) error;
  }

  @Test
  void aHookThatThrowsWhatNoSignatureNamesDoesNotCostTheCall() throws Exception {
    try (Server server = Server.answering();
        QiyuesuoClient client = server.builder().onAttempt(attempt -> sneaky(new IOException("of the user"))).build()) {
      assertEquals("t-1", client.personalAuth().createTicket(REQUEST).getTicket());
      assertEquals("t-1", client.personalAuth().createTicketAsync(REQUEST).get(20, TimeUnit.SECONDS).getTicket());
    }
  }

  @Test
  void anInterruptEndsABlockingCall() throws Exception {
    try (Server server = Server.silent(); QiyuesuoClient client = server.builder().build()) {
      AtomicReference<Throwable> ended = new AtomicReference<>();
      AtomicBoolean status = new AtomicBoolean();
      Thread thread =
          new Thread(
              () -> {
                try {
                  client.personalAuth().createTicket(REQUEST);
                } catch (RuntimeException error) {
                  ended.set(error);
                  status.set(Thread.currentThread().isInterrupted());
                }
                try {
                  client.personalAuth().createTicket(REQUEST);
                } catch (CancelledException refused) {
                  // Interrupted still: nothing is sent.
                }
              });
      thread.start();
      Server.soon("the request arrives", () -> server.requests.get() == 1);
      thread.interrupt();
      thread.join(10_000);
      CancelledException error = assertInstanceOf(CancelledException.class, ended.get());
      assertEquals("the thread was interrupted", error.getReason());
      assertTrue(status.get());
      Server.soon("the server sees the end of its connection", () -> server.closed.get() == 1);
      assertEquals(1, server.requests.get());
    }
  }

  @Test
  void aHookThatThrowsAnErrorDoesNotCostTheCall() throws Exception {
    try (Server server = Server.answering();
        QiyuesuoClient client =
            server
                .builder()
                .onAttempt(
                    attempt -> {
                      throw new AssertionError("of the user");
                    })
                .build()) {
      assertEquals("t-1", client.personalAuth().createTicket(REQUEST).getTicket());
      assertEquals("t-1", client.personalAuth().createTicketAsync(REQUEST).join().getTicket());
    }
  }

  @Test
  void aPanicArrivesAsAnException() throws Exception {
    try (Server server = Server.answering(); QiyuesuoClient client = server.builder().build()) {
      Method method = QiyuesuoClient.class.getDeclaredMethod("engine");
      method.setAccessible(true);
      Engine engine = (Engine) method.invoke(client);
      byte[] panic = Engine.name("__panic");
      Function<Reply, Object> json = Reply::json;
      InternalException error =
          assertThrows(
              InternalException.class,
              () -> engine.call(panic, "{}".getBytes(), List.of(), new byte[0], json));
      assertEquals("internal", error.getKind());
      CompletionException later =
          assertThrows(
              CompletionException.class,
              () -> engine.submit(panic, "{}".getBytes(), List.of(), new byte[0], json).join());
      assertInstanceOf(InternalException.class, later.getCause());
      // And the next call is as good as ever.
      assertEquals("t-1", client.personalAuth().createTicket(REQUEST).getTicket());
    }
  }

  @Test
  void attemptsAreTold() throws Exception {
    List<Attempt> attempts = new ArrayList<>();
    try (Server server = Server.answering("{\"code\":1001,\"message\":\"busy\"}");
        QiyuesuoClient client = server.builder().maxRetries(1).onAttempt(attempts::add).build()) {
      ServerException error =
          assertThrows(ServerException.class, () -> client.personalAuth().createTicket(REQUEST));
      assertEquals(error.getAttempts(), attempts.size());
      assertEquals("personal_auth.create_ticket", attempts.get(0).getOperation());
      assertEquals(1, attempts.get(0).getAttempt());
      assertEquals(200, attempts.get(0).getHttpStatus());
      assertEquals(1001, attempts.get(0).getCode());
      assertEquals("server", attempts.get(0).getErrorKind());
    }
  }

  @Test
  void optionsCanChangeForOneCallAndForAView() throws Exception {
    try (Server server = Server.silent(); QiyuesuoClient client = server.builder().build()) {
      CallOptions short_ = CallOptions.builder().totalTimeout(Duration.ofMillis(50)).build();
      assertThrows(ApiTimeoutException.class, () -> client.personalAuth().createTicket(REQUEST, short_));
      QiyuesuoClient view = client.withOptions(short_);
      assertThrows(ApiConnectionException.class, () -> view.personalAuth().createTicket(REQUEST));
      view.close();
      assertThrows(ApiTimeoutException.class, () -> client.personalAuth().createTicket(REQUEST, short_));
    }
  }

  @Test
  void requestsCannotBeChangedAndHideTheirValues() {
    CreatePersonalAuthTicket request = CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE"));
    CreatePersonalAuthTicket named = request.username("张三").extra(Map.of("more", 1));
    assertNull(request.getUsername());
    assertEquals("张三", named.getUsername());
    assertEquals(named, named.toBuilder().build());
    assertNotEquals(request, named);
    List<String> modes = new ArrayList<>(List.of("FACE"));
    CreatePersonalAuthTicket listed = request.otherModes(modes);
    modes.add("BANK");
    assertEquals(List.of("FACE"), listed.getOtherModes());
    assertThrows(UnsupportedOperationException.class, () -> listed.getOtherModes().add("IVS"));
    for (Object shown : List.of(request, named, request.getUser(), named.toBuilder())) {
      assertFalse(shown.toString().contains("10020033044"), shown.toString());
      assertFalse(shown.toString().contains("张三"), shown.toString());
    }
    assertFalse(QiyuesuoClient.builder().appSecret("hush").toString().contains("hush"));
    assertFalse(CallOptions.builder().appSecret("hush").build().toString().contains("hush"));
  }

  @Test
  void resultsHideTheirTicketAndKnowThePlugin() throws Exception {
    try (Server server = Server.answering(); QiyuesuoClient client = server.builder().build()) {
      Ticket ticket = client.personalAuth().createTicket(REQUEST);
      assertEquals("t-1", ticket.getTicket());
      assertFalse(ticket.toString().contains("t-1"), ticket.toString());
      assertTrue(ticket.pluginUrl().contains("t-1"), ticket.pluginUrl());
      assertNotEquals(ticket.pluginUrl(true), ticket.pluginUrl(false));
      assertEquals(200, ticket.getHttpStatus());
      assertEquals(1, ticket.getAttempts());
    }
  }

  @Test
  void exceptionsAreSerializable() throws Exception {
    ValidationException error =
        assertThrows(
            ValidationException.class,
            () -> {
              try (QiyuesuoClient client = QiyuesuoClient.builder().appToken("t").appSecret("s").build()) {
                client.personalAuth().createTicket(CreatePersonalAuthTicket.of(new User("1", "FAX")));
              }
            });
    assertEquals("user.contactType", error.getField());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(error);
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertEquals("user.contactType", ((ValidationException) read).getField());
    assertEquals(Map.of(), ((ValidationException) read).getHeaders());
  }

  @Test
  void resultsAreSerializable() throws Exception {
    String status =
        "{\"code\":0,\"result\":{\"status\":2,\"authEndTime\":1700000000000,\"deep\":{\"ids\":[\"1\",{}],\"no\":null}}}";
    try (Server server = Server.answering(status); QiyuesuoClient client = server.builder().build()) {
      CompanyAuthResult result = client.companyAuth().getResult(GetCompanyAuthResult.of().requestId("1"));
      CompanyAuthResult read = serialized(result);
      assertEquals(result, read);
      assertEquals(result.getExtra(), read.getExtra());
      assertTrue(read.getExtra().containsKey("authEndTime") && read.getExtra().containsKey("deep"));
      assertEquals(200, read.getHttpStatus());
      RawReply raw = client.request(RawRequest.of("POST", "/v2/contract/send"));
      assertEquals(raw.getData(), serialized(raw).getData());
    }
    try (Server server = Server.answering(); QiyuesuoClient client = server.builder().build()) {
      Ticket ticket = client.personalAuth().createTicket(REQUEST);
      Ticket read = serialized(ticket);
      assertEquals(ticket, read);
      assertEquals("t-1", read.getTicket());
      assertEquals(ticket.pluginUrl(), read.pluginUrl());
      assertFalse(read.toString().contains("t-1"));
      assertEquals(REQUEST, serialized(REQUEST));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T serialized(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(value);
    return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void aHundredThousandCallsLeaveNothingBehind() throws Exception {
    try (Server server = Server.answering(); QiyuesuoClient client = server.builder().build()) {
      calls(client, 20_000);
      long heap = heap();
      long resident = resident();
      calls(client, 100_000);
      long more = heap() - heap;
      long grown = resident() - resident;
      assertTrue(more < 2 << 20, "the heap grew by " + more + " bytes");
      assertTrue(grown < 24 << 20, "the process grew by " + grown + " bytes");
    }
  }

  /** Half of them blocking, half by futures, each with a request and an answer of its own. */
  private static void calls(QiyuesuoClient client, int count) {
    for (int done = 0; done < count; done += 100) {
      List<CompletableFuture<Ticket>> futures = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        futures.add(client.personalAuth().createTicketAsync(REQUEST));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals("t-1", client.personalAuth().createTicket(REQUEST).getTicket());
      }
      futures.forEach(future -> assertEquals("t-1", future.join().getTicket()));
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long resident() throws java.io.IOException {
    for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new AssertionError("no VmRSS");
  }
}
