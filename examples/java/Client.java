import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.QiyuesuoException;
import unofficial.qiyuesuo.api.AuthMode;
import unofficial.qiyuesuo.api.ContactType;
import unofficial.qiyuesuo.api.CreatePersonalAuthTicket;
import unofficial.qiyuesuo.api.Ticket;
import unofficial.qiyuesuo.api.User;

/**
 * Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.
 *
 * <p>Reads QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the
 * telephone number of the person.
 */
final class Client {
  private Client() {}

  public static void main(String[] arguments) {
    String contact = System.getenv().getOrDefault("QYS_CONTACT", "10020033044");
    try (QiyuesuoClient client = QiyuesuoClient.fromEnv()) {
      Ticket ticket =
          client
              .personalAuth()
              .createTicket(
                  CreatePersonalAuthTicket.of(new User(contact, ContactType.MOBILE))
                      .mode(AuthMode.BANK)
                      .username("张三")
                      .callbackUrl("http://www.qiyuesuo.com"));
      System.out.println(ticket.getTicket());
    } catch (QiyuesuoException error) {
      System.exit(told(error));
    }
  }

  /** Prints an error and answers the exit code that {@code qys} has for its kind. */
  static int told(QiyuesuoException error) {
    System.err.println("class: " + error.getClass().getSimpleName());
    System.err.println("kind: " + error.getKind());
    System.err.println("code: " + (error.getCode() == null ? "none" : error.getCode().toString()));
    System.err.println("message: " + error.getReason());
    switch (error.getKind()) {
      case "validation":
        return 2;
      case "configuration":
        return 3;
      case "authentication":
        return 4;
      case "api":
      case "permission":
      case "rate_limit":
        return 5;
      case "connection":
      case "timeout":
      case "server":
        return 6;
      case "invalid_response":
        return 7;
      case "callback":
        return 8;
      case "cancelled":
        return 130;
      default:
        return 1;
    }
  }
}
