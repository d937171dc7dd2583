package unofficial.qiyuesuo.tests;

import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.api.Ticket;

/** A program of its own, with its log at debug: says whether lines and attempts of each call carry their caller's MDC. */
final class Contexts {
  private Contexts() {}

  public static void main(String[] arguments) throws Exception {
    // The simple logger has no MDC of its own, and says so when it begins.
    LoggerFactory.getLogger("contexts").debug("begun");
    Field adapter = MDC.class.getDeclaredField("MDC_ADAPTER");
    adapter.setAccessible(true);
    adapter.set(null, new BasicMDCAdapter());
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    PrintStream before = System.err;
    System.setErr(
        new PrintStream(before) {
          @Override
          public void println(String line) {
            if (line.contains("attempt operation=")) {
              logged.add(String.valueOf(MDC.get("id")));
            }
          }
        });
    Queue<String> told = new ConcurrentLinkedQueue<>();
    try (QiyuesuoClient client =
        QiyuesuoClient.builder()
            .appToken("t")
            .appSecret("s")
            .baseUrl(arguments[0])
            .onAttempt(attempt -> told.add(String.valueOf(MDC.get("id"))))
            .build()) {
      List<CompletableFuture<Ticket>> flying = new ArrayList<>();
      for (int id = 0; id < 100; id++) {
        MDC.put("id", "call-" + id);
        flying.add(client.personalAuth().createTicketAsync(Program.request()));
      }
      for (CompletableFuture<Ticket> one : flying) {
        one.join();
      }
      MDC.put("id", "call-100");
      client.personalAuth().createTicket(Program.request());
    }
    List<String> all = IntStream.rangeClosed(0, 100).mapToObj(id -> "call-" + id).sorted().collect(Collectors.toList());
    System.out.println("logged " + all.equals(logged.stream().sorted().collect(Collectors.toList())));
    System.out.println("told " + all.equals(told.stream().sorted().collect(Collectors.toList())));
  }
}
