package unofficial.qiyuesuo.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import unofficial.qiyuesuo.Download;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.RawRequest;

/** A program of its own: downloads more at once than its heap holds and says how each one ended, and whether it still works. */
final class Downloads {
  private Downloads() {}

  public static void main(String[] arguments) throws Exception {
    try (QiyuesuoClient client = QiyuesuoClient.builder().appToken("t").appSecret("s").baseUrl(arguments[0]).build()) {
      List<CompletableFuture<Download>> flying = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        flying.add(client.downloadAsync(RawRequest.get("/file")));
      }
      int whole = 0;
      int lost = 0;
      for (CompletableFuture<Download> one : flying) {
        try {
          one.get(30, TimeUnit.SECONDS);
          whole++;
        } catch (ExecutionException failed) {
          if (!(failed.getCause() instanceof OutOfMemoryError)) {
            throw failed;
          }
          lost++;
        }
      }
      flying.clear();
      System.out.println("ended " + (whole + lost) + ", lost some: " + (lost > 0));
    }
    System.out.println("ticket " + Program.ticket(arguments[1]));
  }
}
