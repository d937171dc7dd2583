package unofficial.qiyuesuo.spring;

import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.callback.Callbacks;

/** Makes a {@link QiyuesuoClient} and a reader of callbacks out of the settings {@code qiyuesuo.*}. */
@AutoConfiguration
@EnableConfigurationProperties(QiyuesuoProperties.class)
public class QiyuesuoAutoConfiguration {
  /** The client, which ends with the application. */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  QiyuesuoClient qiyuesuoClient(QiyuesuoProperties settings, ObjectProvider<QiyuesuoClientCustomizer> customizers) {
    QiyuesuoClient.Builder builder = QiyuesuoClient.builder();
    set(settings.getAppToken(), builder::appToken);
    set(settings.getAppSecret(), builder::appSecret);
    set(settings.getAppSecretFile(), builder::appSecretFile);
    set(settings.getAgent(), agent -> builder.agent(agent.getToken(), agent.getSecret()));
    set(settings.getEnvironment(), builder::environment);
    set(settings.getBaseUrl(), builder::baseUrl);
    set(settings.getConnectTimeout(), builder::connectTimeout);
    set(settings.getAttemptTimeout(), builder::attemptTimeout);
    set(settings.getTotalTimeout(), builder::totalTimeout);
    set(settings.getMaxRetries(), builder::maxRetries);
    set(settings.getProxy(), builder::proxy);
    set(settings.getCaFile(), builder::caFile);
    set(settings.getAllowHttp(), builder::allowHttp);
    set(settings.getSignature(), rule -> builder.signature(rule));
    set(settings.getHeaderPrefix(), builder::headerPrefix);
    set(settings.getLanguage(), builder::language);
    set(settings.getValidation(), builder::validation);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /** The reader of callbacks. */
  @Bean
  @ConditionalOnMissingBean
  Callbacks qiyuesuoCallbacks(QiyuesuoProperties settings) {
    QiyuesuoProperties.Callback callback = settings.getCallback();
    return Callbacks.reader(callback.getKeys())
        .allowUnsigned(callback.isAllowUnsigned())
        .maxAge(callback.getMaxAge())
        .cbcIv(callback.getCbcIv())
        .remember(callback.getRemember());
  }

  /** Spring's own PropertyMapper lost its way of passing over what is absent in Spring Boot 4. */
  private static <T> void set(T value, Consumer<T> option) {
    if (value != null) {
      option.accept(value);
    }
  }
}
