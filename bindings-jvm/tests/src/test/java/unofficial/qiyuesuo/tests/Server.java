package unofficial.qiyuesuo.tests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import unofficial.qiyuesuo.QiyuesuoClient;

/** A server of a few lines that answers every request with a ticket, after a while or never. */
final class Server implements AutoCloseable {
  private static final String BODY = "{\"code\":0,\"message\":\"SUCCESS\",\"result\":{\"ticket\":\"t-1\"}}";

  final AtomicInteger requests = new AtomicInteger();
  /** Connections that the client closed. */
  final AtomicInteger closed = new AtomicInteger();

  private final ServerSocket listener;
  private final long delayMs;
  private final byte[] answer;

  private Server(long delayMs, String body) throws IOException {
    this.delayMs = delayMs;
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    answer =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.UTF_8);
    listener = new ServerSocket(0, 256, InetAddress.getByName("127.0.0.1"));
    thread(this::accept);
  }

  static Server answering() throws IOException {
    return new Server(0, BODY);
  }

  static Server answering(String body) throws IOException {
    return new Server(0, body);
  }

  static Server slow(long delayMs) throws IOException {
    return new Server(delayMs, BODY);
  }

  /** Takes requests and never answers. */
  static Server silent() throws IOException {
    return new Server(Long.MAX_VALUE, BODY);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  QiyuesuoClient.Builder builder() {
    return QiyuesuoClient.builder().baseUrl(url()).appToken("token").appSecret("secret").maxRetries(0);
  }

  private static void thread(Runnable run) {
    Thread thread = new Thread(run);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        thread(() -> serve(socket));
      } catch (IOException ended) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (one(socket, in)) {}
    } catch (IOException broken) {
      // The client is gone.
    } catch (InterruptedException ended) {
      return;
    }
    closed.incrementAndGet();
  }

  private boolean one(Socket socket, InputStream in) throws IOException, InterruptedException {
    int length = 0;
    for (String line = line(in); ; line = line(in)) {
      if (line == null) {
        return false;
      }
      if (line.isEmpty()) {
        break;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    in.readNBytes(length);
    requests.incrementAndGet();
    if (delayMs == Long.MAX_VALUE) {
      return true;
    }
    Thread.sleep(delayMs);
    socket.getOutputStream().write(answer);
    return true;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** Waits for what must come true soon. */
  static void soon(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came true: " + what);
      }
      Thread.sleep(5);
    }
  }
}
