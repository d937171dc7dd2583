package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static unofficial.qiyuesuo.tests.ClientTest.REQUEST;
import static unofficial.qiyuesuo.tests.ClientTest.sneaky;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.api.Ticket;

/** Where futures complete, and what users do there. */
@Timeout(120)
class FuturesTest {
  @Test
  void aStageMayWaitForAnotherCall() throws Exception {
    try (Server server = Server.slow(20); QiyuesuoClient client = server.builder().build()) {
      String tickets =
          client
              .personalAuth()
              .createTicketAsync(REQUEST)
              .thenApply(first -> first.getTicket() + client.personalAuth().createTicketAsync(REQUEST).join().getTicket())
              .get(10, TimeUnit.SECONDS);
      assertEquals("t-1t-1", tickets);
    }
  }

  @Test
  void manyStagesMayWaitForOtherCalls() throws Exception {
    try (Server server = Server.slow(5); QiyuesuoClient client = server.builder().build()) {
      List<CompletableFuture<String>> flying = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        flying.add(
            client
                .personalAuth()
                .createTicketAsync(REQUEST)
                .thenApply(first -> client.personalAuth().createTicketAsync(REQUEST).join().getTicket()));
      }
      for (CompletableFuture<String> one : flying) {
        assertEquals("t-1", one.get(30, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void futuresCompleteOnTheGivenExecutorAndWithoutOneThatEnded() throws Exception {
    ExecutorService own = Executors.newSingleThreadExecutor(work -> new Thread(work, "of the user"));
    try (Server server = Server.slow(50); QiyuesuoClient client = server.builder().executor(own).build()) {
      Supplier<CompletableFuture<String>> thread =
          () -> client.personalAuth().createTicketAsync(REQUEST).thenApply(ticket -> Thread.currentThread().getName());
      assertEquals("of the user", thread.get().get(10, TimeUnit.SECONDS));
      own.shutdown();
      String refused = thread.get().get(10, TimeUnit.SECONDS);
      assertTrue(refused.startsWith("qiyuesuo-futures-"), refused);
    }
  }

  @Test
  void aBrokenExecutorCostsNobodyACall() throws Exception {
    AtomicInteger count = new AtomicInteger();
    ExecutorService pool = Executors.newCachedThreadPool();
    Executor broken =
        work -> {
          if (count.incrementAndGet() % 5 == 0) {
            throw new NullPointerException("of the user");
          }
          if (count.get() % 7 == 0) {
            sneaky(new IOException("of the user"));
          }
          pool.execute(work);
        };
    try (Server server = Server.answering();
        QiyuesuoClient first = server.builder().executor(broken).build();
        QiyuesuoClient second = server.builder().build()) {
      List<CompletableFuture<Ticket>> flying = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        flying.add(first.personalAuth().createTicketAsync(REQUEST));
        flying.add(second.personalAuth().createTicketAsync(REQUEST));
      }
      for (CompletableFuture<Ticket> one : flying) {
        assertEquals("t-1", one.get(30, TimeUnit.SECONDS).getTicket());
      }
    }
    pool.shutdown();
  }

  @Test
  void aFullExecutorWhoseCallersWaitHoldsUpNobody() throws Exception {
    for (RejectedExecutionHandler full :
        List.of(new ThreadPoolExecutor.CallerRunsPolicy(), new ThreadPoolExecutor.AbortPolicy())) {
      ThreadPoolExecutor small =
          new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), full);
      try (Server server = Server.slow(5);
          QiyuesuoClient first = server.builder().executor(small).build();
          QiyuesuoClient second = server.builder().build()) {
        List<CompletableFuture<String>> flying = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          flying.add(
              first
                  .personalAuth()
                  .createTicketAsync(REQUEST)
                  .thenApply(one -> second.personalAuth().createTicketAsync(REQUEST).join().getTicket()));
        }
        for (CompletableFuture<String> one : flying) {
          assertEquals("t-1", one.get(20, TimeUnit.SECONDS));
        }
      }
      small.shutdown();
    }
  }
}
