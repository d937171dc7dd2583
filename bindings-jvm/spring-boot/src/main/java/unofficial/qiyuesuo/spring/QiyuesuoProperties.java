package unofficial.qiyuesuo.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code qiyuesuo.*}, named as the options of {@link unofficial.qiyuesuo.QiyuesuoClient.Builder}. What is not
 * set comes from the environment ({@code QYS_*}), then from the default.
 *
 * @param appToken App Token of the application
 * @param appSecret App Secret of the application
 * @param appSecretFile a file that holds the App Secret
 * @param agent token and secret of an agent (SaaS)
 * @param environment {@code production} or {@code test}
 * @param baseUrl another address
 * @param connectTimeout how long to connect
 * @param attemptTimeout how long for one attempt
 * @param totalTimeout how long for a call with all its attempts
 * @param maxRetries how often a call may be repeated
 * @param proxy {@code http://}, {@code https://} or {@code socks5://} address, or {@code direct}
 * @param caFile a file with the certificate authorities to trust
 * @param allowHttp allows plain HTTP to other hosts than this one
 * @param signature how requests are signed
 * @param headerPrefix prefix of the platform's header names
 * @param language value of the language header
 * @param validation {@code strict} or {@code lenient}
 * @param callback how callbacks are read
 */
@ConfigurationProperties("qiyuesuo")
public record QiyuesuoProperties(
    String appToken,
    String appSecret,
    Path appSecretFile,
    Agent agent,
    String environment,
    String baseUrl,
    Duration connectTimeout,
    Duration attemptTimeout,
    Duration totalTimeout,
    Long maxRetries,
    String proxy,
    Path caFile,
    Boolean allowHttp,
    String signature,
    String headerPrefix,
    String language,
    String validation,
    @DefaultValue Callback callback) {

  /**
   * Credentials of an agent.
   *
   * @param token its token
   * @param secret its secret
   */
  public record Agent(String token, String secret) {
    @Override
    public String toString() {
      return "Agent(***)";
    }
  }

  /**
   * How callbacks are read.
   *
   * @param keys keys of the callback, 16 characters each
   * @param allowUnsigned accepts callbacks without a signature
   * @param maxAge refuses a signed callback that is older
   * @param cbcIv the IV for content encrypted with AES-CBC
   * @param remember tells whether this process received the same callback within that time
   */
  public record Callback(
      @DefaultValue List<String> keys,
      @DefaultValue("false") boolean allowUnsigned,
      Duration maxAge,
      String cbcIv,
      Duration remember) {
    @Override
    public String toString() {
      return "Callback(" + keys.size() + " keys)";
    }
  }

  /** Values are not shown: there are credentials. */
  @Override
  public String toString() {
    return "QiyuesuoProperties";
  }
}
