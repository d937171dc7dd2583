package unofficial.qiyuesuo.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.api.CreatePersonalAuthTicket;
import unofficial.qiyuesuo.api.User;

/** A program of its own: loads the library and says from where, or with an address asks for two tickets. */
final class Program {
  private Program() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      System.out.println("ticket " + ticket(arguments[0]).length());
      return;
    }
    QiyuesuoClient.builder().appToken("t").appSecret("s").build().close();
    System.out.println("loads");
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      if (line.contains("qiyuesuo_jvm")) {
        System.out.println("mapped " + line.substring(line.indexOf('/')));
      }
    }
  }

  static CreatePersonalAuthTicket request() {
    return CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE"));
  }

  static String ticket(String url) {
    try (QiyuesuoClient client = QiyuesuoClient.builder().appToken("t").appSecret("s").baseUrl(url).build()) {
      client.personalAuth().createTicket(request());
      return client.personalAuth().createTicketAsync(request()).join().getTicket();
    }
  }
}
