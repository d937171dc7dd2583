package unofficial.qiyuesuo.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.PackageVersion;
import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import unofficial.qiyuesuo.ConfigurationException;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.ViewOptions;
import unofficial.qiyuesuo.api.CreatePersonalAuthTicket;
import unofficial.qiyuesuo.api.User;

/** Starts real applications. */
class StarterTest {
  private static final String FORM = "authId=1&status=PASS&mode=BANK&note=x";
  private static final CreatePersonalAuthTicket REQUEST = CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE"));

  /** An application with the controller of the examples. */
  @SpringBootApplication(scanBasePackages = "example")
  static class Application {}

  private static ConfigurableApplicationContext start(Map<String, Object> settings) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setDefaultProperties(settings);
    return application.run("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=off");
  }

  private static HttpResponse<String> post(ConfigurableApplicationContext context, String form) throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/qiyuesuo/callback"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void anApplicationHasAClientAndReceivesCallbacks() throws Exception {
    HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean ours = "from-properties".equals(exchange.getRequestHeaders().getFirst("x-qys-open-accesstoken"));
          byte[] body =
              ("{\"code\":0,\"message\":\"SUCCESS\",\"result\":{\"ticket\":\"" + (ours ? "t-1" : "wrong") + "\"}}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    platform.start();
    QiyuesuoClient client;
    try (ConfigurableApplicationContext context =
        start(
            Map.of(
                "qiyuesuo.app-token", "from-properties",
                "qiyuesuo.app-secret", "secret",
                "qiyuesuo.base-url", "http://127.0.0.1:" + platform.getAddress().getPort(),
                "qiyuesuo.total-timeout", "5s",
                "qiyuesuo.max-retries", "0",
                "qiyuesuo.callback.allow-unsigned", "true"))) {
      client = context.getBean(QiyuesuoClient.class);
      assertEquals("t-1", client.personalAuth().createTicket(REQUEST).getTicket());
      HttpResponse<String> answer = post(context, FORM);
      assertEquals(200, answer.statusCode());
      assertEquals("{\"code\":0}", answer.body());
      assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json"));
      assertEquals(400, post(context, "signature=00&timestamp=1&content=x").statusCode());
      assertFalse(context.getBean(QiyuesuoProperties.class).toString().contains("secret"));
    } finally {
      platform.stop(0);
    }
    // The client ends with the application.
    assertThrows(ConfigurationException.class, () -> client.personalAuth().createTicket(REQUEST));
  }

  @Test
  void theVersionsAreThoseOfTheApplication() {
    // Both must be of the version that this module is for, not of one that something pulled in.
    assertEquals(System.getProperty("spring-boot.version"), SpringBootVersion.getVersion());
    boolean old = SpringBootVersion.getVersion().startsWith("2.7.");
    assertTrue(!old || PackageVersion.VERSION.toString().startsWith("2.13."), PackageVersion.VERSION.toString());
  }

  @Test
  void unsignedCallbacksAreRefusedUnlessAllowed() throws Exception {
    try (ConfigurableApplicationContext context =
        start(Map.of("qiyuesuo.app-token", "t", "qiyuesuo.app-secret", "s"))) {
      assertEquals(400, post(context, FORM).statusCode());
    }
  }

  /** The properties are written from the same table as the builder: none of its options is missing here. */
  @Test
  void everyOptionOfAClientIsASetting() {
    // What a file cannot say is for a customizer.
    List<String> functions = List.of("onAttempt", "executor");
    List<String> missing = new ArrayList<>();
    for (Method option : QiyuesuoClient.Builder.class.getMethods()) {
      String name = option.getName();
      boolean isOption = ViewOptions.class.isAssignableFrom(option.getReturnType()) && !functions.contains(name);
      String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      if (isOption && Arrays.stream(QiyuesuoProperties.class.getMethods()).noneMatch(one -> setter.equals(one.getName()))) {
        missing.add(name);
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void settingsReachTheClient() {
    Map<String, String> wrong =
        Map.of(
            "connection-max-age", "0s",
            "pool-idle-timeout", "0s",
            "app-info", "shop\u0001",
            "ca-pem", "none");
    wrong.forEach(
        (name, value) -> {
          Map<String, Object> settings =
              Map.of("qiyuesuo.app-token", "t", "qiyuesuo.app-secret", "s", "qiyuesuo." + name, value);
          Throwable cause = assertThrows(Exception.class, () -> start(settings).close(), name);
          while (cause.getCause() != null && !(cause instanceof ConfigurationException)) {
            cause = cause.getCause();
          }
          assertEquals(name.replace('-', '_'), ((ConfigurationException) cause).getField());
        });
  }

  @Test
  void aWrongSettingIsNamedAtTheStart() {
    Exception error =
        assertThrows(
            Exception.class,
            () ->
                start(
                    Map.of(
                        "qiyuesuo.app-token", "t",
                        "qiyuesuo.app-secret", "s",
                        "qiyuesuo.environment", "nowhere")).close());
    Throwable cause = error;
    while (cause.getCause() != null && !(cause instanceof ConfigurationException)) {
      cause = cause.getCause();
    }
    assertEquals("environment", ((ConfigurationException) cause).getField());
  }
}
