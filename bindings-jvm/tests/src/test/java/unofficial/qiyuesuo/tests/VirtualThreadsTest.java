package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import unofficial.qiyuesuo.CancelledException;
import unofficial.qiyuesuo.QiyuesuoClient;

/** On a JDK that has them; the build allows them one carrier. */
@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
  @Test
  void aCallLeavesItsCarrierFree() throws Exception {
    assertEquals("1", System.getProperty("jdk.virtualThreadScheduler.maxPoolSize"));
    try (Server server = Server.slow(500); QiyuesuoClient client = server.builder().build()) {
      client.personalAuth().createTicket(ClientTest.REQUEST);
      ExecutorService executor =
          (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      long began = System.nanoTime();
      List<Future<String>> tickets = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        tickets.add(executor.submit(() -> client.personalAuth().createTicket(ClientTest.REQUEST).getTicket()));
      }
      for (Future<String> ticket : tickets) {
        assertEquals("t-1", ticket.get());
      }
      long seconds = (System.nanoTime() - began) / 1_000_000_000;
      // One after the other they would take 20.
      assertTrue(seconds < 10, seconds + " s");
      executor.shutdown();
    }
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    try (Server server = Server.silent(); QiyuesuoClient client = server.builder().build()) {
      AtomicReference<Throwable> ended = new AtomicReference<>();
      Thread thread =
          (Thread)
              Thread.class
                  .getMethod("startVirtualThread", Runnable.class)
                  .invoke(
                      null,
                      (Runnable)
                          () -> {
                            try {
                              client.personalAuth().createTicket(ClientTest.REQUEST);
                            } catch (RuntimeException error) {
                              ended.set(error);
                            }
                          });
      Server.soon("the request arrives", () -> server.requests.get() == 1);
      thread.interrupt();
      thread.join();
      assertInstanceOf(CancelledException.class, ended.get());
      Server.soon("the server sees the end of its connection", () -> server.closed.get() == 1);
    }
  }
}
