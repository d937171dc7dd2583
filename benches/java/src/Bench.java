import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.api.AuthMode;
import unofficial.qiyuesuo.api.CreatePersonalAuthTicket;
import unofficial.qiyuesuo.api.Ticket;
import unofficial.qiyuesuo.api.User;

/**
 * Measures one Java client. All but ours are what a careful user would write: Jackson for JSON, the client kept, with a pool
 * as large as the calls in flight, a time-out set, and the status checked.
 */
public final class Bench {
  private static final String URL = System.getenv("QYS_BASE_URL") + "/v2/personalauth/miniappexchange";
  private static final String TOKEN = Load.env("QYS_APP_TOKEN", "bench-app-token-0123456789");
  private static final String SECRET = Load.env("QYS_APP_SECRET", "bench-app-secret-0123456789abcdef");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Bench() {}

  /** What a request needs beside its address. */
  private static final class Signed {
    final byte[] body;
    final String timestamp = Long.toString(System.currentTimeMillis());
    final String nonce = UUID.randomUUID().toString();
    final String signature;

    Signed() throws Exception {
      Map<String, Object> user = new LinkedHashMap<>();
      user.put("contact", "10020033044");
      user.put("contactType", "MOBILE");
      Map<String, Object> request = new LinkedHashMap<>();
      request.put("mode", "BANK");
      request.put("user", user);
      request.put("username", "张三");
      request.put("callbackUrl", "http://www.qiyuesuo.com");
      body = JSON.writeValueAsBytes(request);
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest((TOKEN + SECRET + timestamp + nonce).getBytes(StandardCharsets.UTF_8));
      char[] text = new char[digest.length * 2];
      for (int i = 0; i < digest.length; i++) {
        text[2 * i] = HEX[(digest[i] >> 4) & 15];
        text[2 * i + 1] = HEX[digest[i] & 15];
      }
      signature = new String(text);
    }
  }

  private static String read(int status, byte[] body) throws java.io.IOException {
    JsonNode envelope = JSON.readTree(body);
    if (status != 200 || envelope.get("code").asInt() != 0) {
      throw new IllegalStateException("HTTP " + status);
    }
    return envelope.get("result").get("ticket").asText();
  }

  private static void urlConnection() throws Exception {
    System.setProperty("http.maxConnections", Integer.toString(Load.IN_FLIGHT));
    URL url = new URL(URL);
    Load.blocking(
        () -> {
          Signed signed = new Signed();
          HttpURLConnection connection = (HttpURLConnection) url.openConnection();
          connection.setRequestMethod("POST");
          connection.setConnectTimeout(5_000);
          connection.setReadTimeout(30_000);
          connection.setDoOutput(true);
          connection.setFixedLengthStreamingMode(signed.body.length);
          connection.setRequestProperty("Content-Type", "application/json;charset=UTF-8");
          connection.setRequestProperty("x-qys-open-accesstoken", TOKEN);
          connection.setRequestProperty("x-qys-open-timestamp", signed.timestamp);
          connection.setRequestProperty("x-qys-open-nonce", signed.nonce);
          connection.setRequestProperty("x-qys-open-signature", signed.signature);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(signed.body);
          }
          try (InputStream in = connection.getInputStream()) {
            return read(connection.getResponseCode(), in.readAllBytes());
          }
        });
  }

  private static HttpRequest httpRequest() throws Exception {
    Signed signed = new Signed();
    return HttpRequest.newBuilder(URI.create(URL))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json;charset=UTF-8")
        .header("x-qys-open-accesstoken", TOKEN)
        .header("x-qys-open-timestamp", signed.timestamp)
        .header("x-qys-open-nonce", signed.nonce)
        .header("x-qys-open-signature", signed.signature)
        .POST(HttpRequest.BodyPublishers.ofByteArray(signed.body))
        .build();
  }

  private static void httpClient() throws Exception {
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    if (Load.IN_FLIGHT == 1) {
      Load.blocking(
          () -> {
            HttpResponse<byte[]> answer = client.send(httpRequest(), HttpResponse.BodyHandlers.ofByteArray());
            return read(answer.statusCode(), answer.body());
          });
    }
    Load.waiting(
        () -> {
          try {
            return client
                .sendAsync(httpRequest(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(
                    answer -> {
                      try {
                        return read(answer.statusCode(), answer.body());
                      } catch (java.io.IOException error) {
                        throw new java.io.UncheckedIOException(error);
                      }
                    });
          } catch (Exception error) {
            throw new IllegalStateException(error);
          }
        });
  }

  private static Request okRequest() throws Exception {
    Signed signed = new Signed();
    return new Request.Builder()
        .url(URL)
        .header("x-qys-open-accesstoken", TOKEN)
        .header("x-qys-open-timestamp", signed.timestamp)
        .header("x-qys-open-nonce", signed.nonce)
        .header("x-qys-open-signature", signed.signature)
        .post(RequestBody.create(signed.body, MediaType.get("application/json;charset=UTF-8")))
        .build();
  }

  private static void okHttp() throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(Load.IN_FLIGHT);
    dispatcher.setMaxRequestsPerHost(Load.IN_FLIGHT);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(Load.IN_FLIGHT, 1, TimeUnit.MINUTES))
            .callTimeout(Duration.ofSeconds(30))
            .retryOnConnectionFailure(false)
            .build();
    if (Load.IN_FLIGHT == 1) {
      Load.blocking(
          () -> {
            try (Response answer = client.newCall(okRequest()).execute()) {
              return read(answer.code(), answer.body().bytes());
            }
          });
    }
    Load.waiting(
        () -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          try {
            client
                .newCall(okRequest())
                .enqueue(
                    new Callback() {
                      @Override
                      public void onFailure(Call call, java.io.IOException error) {
                        future.completeExceptionally(error);
                      }

                      @Override
                      public void onResponse(Call call, Response answer) throws java.io.IOException {
                        try (answer) {
                          future.complete(read(answer.code(), answer.body().bytes()));
                        }
                      }
                    });
          } catch (Exception error) {
            future.completeExceptionally(error);
          }
          return future;
        });
  }

  private static CreatePersonalAuthTicket request() {
    return CreatePersonalAuthTicket.builder()
        .user(new User("10020033044", "MOBILE"))
        .mode(AuthMode.BANK)
        .username("张三")
        .callbackUrl("http://www.qiyuesuo.com")
        .build();
  }

  private static QiyuesuoClient client() {
    return QiyuesuoClient.builder()
        .appToken(TOKEN)
        .appSecret(SECRET)
        .baseUrl(System.getenv("QYS_BASE_URL"))
        .build();
  }

  private static void qiyuesuo() throws Exception {
    QiyuesuoClient client = client();
    Load.blocking(() -> client.personalAuth().createTicket(request()).getTicket());
  }

  private static void qiyuesuoAsync() throws Exception {
    QiyuesuoClient client = client();
    Load.waiting(() -> client.personalAuth().createTicketAsync(request()).thenApply(Ticket::getTicket));
  }

  /** Measures the client that the argument names. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "url-connection" -> urlConnection();
      case "http-client" -> httpClient();
      case "okhttp" -> okHttp();
      case "qiyuesuo" -> qiyuesuo();
      case "qiyuesuo-async" -> qiyuesuoAsync();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }
}
