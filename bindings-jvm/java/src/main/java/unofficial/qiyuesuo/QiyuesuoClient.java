package unofficial.qiyuesuo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import unofficial.qiyuesuo.api.Families;
import unofficial.qiyuesuo.internal.Engine;

/**
 * A client of the platform, for any number of threads.
 *
 * <pre>{@code
 * try (QiyuesuoClient client = QiyuesuoClient.builder().appToken(token).appSecret(secret).environment("test").build()) {
 *   Ticket ticket = client.personalAuth().createTicket(
 *       CreatePersonalAuthTicket.of(new User("10020033044", "MOBILE")).mode(AuthMode.BANK));
 * }
 * }</pre>
 *
 * <p>Each call has a twin {@code ...Async} that answers a {@link CompletableFuture}; cancelling that drops the request. Such
 * a future completes on {@linkplain Builder#executor the client's executor}, and what depends on it runs there. A blocking
 * call ends as a {@link CancelledException} when its thread is interrupted, whose interrupted status stays set; a virtual
 * thread's leaves its carrier free.
 *
 * <p>For tests of your own a subclass, or a mock, stands for it; see {@link #QiyuesuoClient()}.
 */
public class QiyuesuoClient extends Families implements AutoCloseable {
  private static final byte[] REQUEST = Engine.name("request");

  private final Engine engine;

  /**
   * For tests of your own: a client that calls nobody. A subclass overrides the families that its test needs, {@link
   * #request(RawRequest, CallOptions)} or {@link #download(RawRequest, CallOptions)}; what it does not throws an {@link
   * UnsupportedOperationException}. Closing it does nothing, and {@link #withOptions} answers the same client.
   */
  protected QiyuesuoClient() {
    engine = null;
  }

  private QiyuesuoClient(Engine engine) {
    super(engine);
    this.engine = engine;
  }

  private Engine engine(String call) {
    if (engine == null) {
      throw new UnsupportedOperationException("this client of a test has no " + call + ": override it");
    }
    return engine;
  }

  /** A builder. What is not set comes from the environment ({@code QYS_*}), then from the default. */
  public static Builder builder() {
    return new Builder();
  }

  /** A client from the environment ({@code QYS_APP_TOKEN}, {@code QYS_APP_SECRET}, ...). */
  public static QiyuesuoClient fromEnv() {
    return builder().build();
  }

  /**
   * A second client on the same connections with some options changed, also with another customer's credentials. Cheap.
   * Closing either leaves the other open.
   *
   * @throws ConfigurationException an option is wrong
   */
  public QiyuesuoClient withOptions(CallOptions options) {
    return engine == null ? this : new QiyuesuoClient(engine.withOptions(options.values()));
  }

  /** Any call of the platform whose answer is JSON: the whole envelope. */
  public RawReply request(RawRequest request) {
    return request(request, CallOptions.NONE);
  }

  /** The same with options for this call alone. */
  public RawReply request(RawRequest request, CallOptions options) {
    return engine("request").call(REQUEST, request.text("json"), request.parts(), options.text(), RawReply::new);
  }

  /** The same, not waiting. */
  public CompletableFuture<RawReply> requestAsync(RawRequest request) {
    return requestAsync(request, CallOptions.NONE);
  }

  /** The same with options for this call alone, not waiting. */
  public CompletableFuture<RawReply> requestAsync(RawRequest request, CallOptions options) {
    if (engine == null) {
      return Engine.completed(() -> request(request, options));
    }
    return engine.submit(REQUEST, request.text("json"), request.parts(), options.text(), RawReply::new);
  }

  /** The envelope as {@code compat} hands it on, also where its code tells of a refusal. Not part of the public interface. */
  public RawReply envelope(RawRequest request) {
    return engine("envelope").call(REQUEST, request.text("envelope"), request.parts(), CallOptions.NONE.text(), RawReply::new);
  }

  /** Any call of the platform whose answer is a file. */
  public Download download(RawRequest request) {
    return download(request, CallOptions.NONE);
  }

  /** The same with options for this call alone. */
  public Download download(RawRequest request, CallOptions options) {
    return engine("download").call(REQUEST, request.text("bytes"), request.parts(), options.text(), Download::new);
  }

  /** The same, not waiting. */
  public CompletableFuture<Download> downloadAsync(RawRequest request) {
    return downloadAsync(request, CallOptions.NONE);
  }

  /** The same with options for this call alone, not waiting. */
  public CompletableFuture<Download> downloadAsync(RawRequest request, CallOptions options) {
    if (engine == null) {
      return Engine.completed(() -> download(request, options));
    }
    return engine.submit(REQUEST, request.text("bytes"), request.parts(), options.text(), Download::new);
  }

  /** Ends the client: calls in flight end as cancelled, later ones are a {@link ConfigurationException}. */
  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }

  /** For this package's own tests. */
  Engine engine() {
    return engine;
  }

  @Override
  public String toString() {
    return "QiyuesuoClient";
  }

  /** Builds a client. */
  public static final class Builder extends ConnectionOptions<Builder> {
    private Consumer<Attempt> onAttempt;
    private Executor executor;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Called with each attempt of a call once the call has ended, by the thread that called, or where its future completes,
     * with the caller's MDC of SLF4J. What it throws is logged.
     */
    public Builder onAttempt(Consumer<Attempt> onAttempt) {
      this.onAttempt = onAttempt;
      return this;
    }

    /**
     * Where the futures of this client and its views complete, and so what depends on them runs. Default: daemon threads of
     * the SDK's, at least four, more while stages wait for other futures; they end with the last client. What an executor
     * refuses completes there too; what it takes and drops ({@code DiscardPolicy}, {@code shutdownNow}) never completes.
     */
    public Builder executor(Executor executor) {
      this.executor = executor;
      return this;
    }

    /**
     * The client. Starts no thread and opens no connection.
     *
     * @throws ConfigurationException an option is missing or wrong
     */
    public QiyuesuoClient build() {
      return new QiyuesuoClient(Engine.open(options(), onAttempt, executor));
    }
  }
}
