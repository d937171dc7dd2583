package unofficial.qiyuesuo.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings {@code qiyuesuo.*}, named as the options of {@link unofficial.qiyuesuo.QiyuesuoClient.Builder}. What is not
 * set comes from the environment ({@code QYS_*}), then from the default.
 *
 * <p>A bean with setters, since Spring Boot 2.7 on Java 8 knows no records.
 */
@ConfigurationProperties("qiyuesuo")
public class QiyuesuoProperties {
  /** App Token of the application. */
  private String appToken;
  /** App Secret of the application. */
  private String appSecret;
  /** A file that holds the App Secret. */
  private Path appSecretFile;
  /** Token and secret of an agent (SaaS). */
  private Agent agent;
  /** {@code production} or {@code test}. */
  private String environment;
  /** Another address. */
  private String baseUrl;
  /** How long to connect. */
  private Duration connectTimeout;
  /** How long for one attempt. */
  private Duration attemptTimeout;
  /** How long for a call with all its attempts. */
  private Duration totalTimeout;
  /** How often a call may be repeated. */
  private Long maxRetries;
  /** {@code http://}, {@code https://} or {@code socks5://} address, or {@code direct}. */
  private String proxy;
  /** A file with the certificate authorities to trust. */
  private Path caFile;
  /** Allows plain HTTP to other hosts than this one. */
  private Boolean allowHttp;
  /** How requests are signed. */
  private String signature;
  /** Prefix of the platform's header names. */
  private String headerPrefix;
  /** Value of the language header. */
  private String language;
  /** {@code strict} or {@code lenient}. */
  private String validation;
  /** How callbacks are read. */
  private Callback callback = new Callback();

  /** App Token of the application. */
  public String getAppToken() {
    return appToken;
  }

  /** App Token of the application. */
  public void setAppToken(String appToken) {
    this.appToken = appToken;
  }

  /** App Secret of the application. */
  public String getAppSecret() {
    return appSecret;
  }

  /** App Secret of the application. */
  public void setAppSecret(String appSecret) {
    this.appSecret = appSecret;
  }

  /** A file that holds the App Secret. */
  public Path getAppSecretFile() {
    return appSecretFile;
  }

  /** A file that holds the App Secret. */
  public void setAppSecretFile(Path appSecretFile) {
    this.appSecretFile = appSecretFile;
  }

  /** Token and secret of an agent (SaaS). */
  public Agent getAgent() {
    return agent;
  }

  /** Token and secret of an agent (SaaS). */
  public void setAgent(Agent agent) {
    this.agent = agent;
  }

  /** {@code production} or {@code test}. */
  public String getEnvironment() {
    return environment;
  }

  /** {@code production} or {@code test}. */
  public void setEnvironment(String environment) {
    this.environment = environment;
  }

  /** Another address. */
  public String getBaseUrl() {
    return baseUrl;
  }

  /** Another address. */
  public void setBaseUrl(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /** How long to connect. */
  public Duration getConnectTimeout() {
    return connectTimeout;
  }

  /** How long to connect. */
  public void setConnectTimeout(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /** How long for one attempt. */
  public Duration getAttemptTimeout() {
    return attemptTimeout;
  }

  /** How long for one attempt. */
  public void setAttemptTimeout(Duration attemptTimeout) {
    this.attemptTimeout = attemptTimeout;
  }

  /** How long for a call with all its attempts. */
  public Duration getTotalTimeout() {
    return totalTimeout;
  }

  /** How long for a call with all its attempts. */
  public void setTotalTimeout(Duration totalTimeout) {
    this.totalTimeout = totalTimeout;
  }

  /** How often a call may be repeated. */
  public Long getMaxRetries() {
    return maxRetries;
  }

  /** How often a call may be repeated. */
  public void setMaxRetries(Long maxRetries) {
    this.maxRetries = maxRetries;
  }

  /** {@code http://}, {@code https://} or {@code socks5://} address, or {@code direct}. */
  public String getProxy() {
    return proxy;
  }

  /** {@code http://}, {@code https://} or {@code socks5://} address, or {@code direct}. */
  public void setProxy(String proxy) {
    this.proxy = proxy;
  }

  /** A file with the certificate authorities to trust. */
  public Path getCaFile() {
    return caFile;
  }

  /** A file with the certificate authorities to trust. */
  public void setCaFile(Path caFile) {
    this.caFile = caFile;
  }

  /** Allows plain HTTP to other hosts than this one. */
  public Boolean getAllowHttp() {
    return allowHttp;
  }

  /** Allows plain HTTP to other hosts than this one. */
  public void setAllowHttp(Boolean allowHttp) {
    this.allowHttp = allowHttp;
  }

  /** How requests are signed. */
  public String getSignature() {
    return signature;
  }

  /** How requests are signed. */
  public void setSignature(String signature) {
    this.signature = signature;
  }

  /** Prefix of the platform's header names. */
  public String getHeaderPrefix() {
    return headerPrefix;
  }

  /** Prefix of the platform's header names. */
  public void setHeaderPrefix(String headerPrefix) {
    this.headerPrefix = headerPrefix;
  }

  /** Value of the language header. */
  public String getLanguage() {
    return language;
  }

  /** Value of the language header. */
  public void setLanguage(String language) {
    this.language = language;
  }

  /** {@code strict} or {@code lenient}. */
  public String getValidation() {
    return validation;
  }

  /** {@code strict} or {@code lenient}. */
  public void setValidation(String validation) {
    this.validation = validation;
  }

  /** How callbacks are read. */
  public Callback getCallback() {
    return callback;
  }

  /** How callbacks are read. */
  public void setCallback(Callback callback) {
    this.callback = callback;
  }

  /** Values are not shown: there are credentials. */
  @Override
  public String toString() {
    return "QiyuesuoProperties";
  }

  /** Credentials of an agent. */
  public static class Agent {
    /** Token of the agent. */
    private String token;
    /** Secret of the agent. */
    private String secret;

    /** Token of the agent. */
    public String getToken() {
      return token;
    }

    /** Token of the agent. */
    public void setToken(String token) {
      this.token = token;
    }

    /** Secret of the agent. */
    public String getSecret() {
      return secret;
    }

    /** Secret of the agent. */
    public void setSecret(String secret) {
      this.secret = secret;
    }

    /** Values are not shown. */
    @Override
    public String toString() {
      return "Agent(***)";
    }
  }

  /** How callbacks are read. */
  public static class Callback {
    /** Keys of the callback, 16 characters each. */
    private List<String> keys = new ArrayList<>();
    /** Accepts callbacks without a signature. */
    private boolean allowUnsigned;
    /** Refuses a signed callback that is older. */
    private Duration maxAge;
    /** The IV for content encrypted with AES-CBC. */
    private String cbcIv;
    /** Tells whether this process received the same callback within that time. */
    private Duration remember;

    /** Keys of the callback, 16 characters each. */
    public List<String> getKeys() {
      return keys;
    }

    /** Keys of the callback, 16 characters each. */
    public void setKeys(List<String> keys) {
      this.keys = keys;
    }

    /** Accepts callbacks without a signature. */
    public boolean isAllowUnsigned() {
      return allowUnsigned;
    }

    /** Accepts callbacks without a signature. */
    public void setAllowUnsigned(boolean allowUnsigned) {
      this.allowUnsigned = allowUnsigned;
    }

    /** Refuses a signed callback that is older. */
    public Duration getMaxAge() {
      return maxAge;
    }

    /** Refuses a signed callback that is older. */
    public void setMaxAge(Duration maxAge) {
      this.maxAge = maxAge;
    }

    /** The IV for content encrypted with AES-CBC. */
    public String getCbcIv() {
      return cbcIv;
    }

    /** The IV for content encrypted with AES-CBC. */
    public void setCbcIv(String cbcIv) {
      this.cbcIv = cbcIv;
    }

    /** Tells whether this process received the same callback within that time. */
    public Duration getRemember() {
      return remember;
    }

    /** Tells whether this process received the same callback within that time. */
    public void setRemember(Duration remember) {
      this.remember = remember;
    }

    /** Values are not shown. */
    @Override
    public String toString() {
      return "Callback(" + keys.size() + " keys)";
    }
  }
}
