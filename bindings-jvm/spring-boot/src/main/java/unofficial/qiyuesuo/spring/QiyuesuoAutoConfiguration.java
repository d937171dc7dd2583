package unofficial.qiyuesuo.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.PropertyMapper;
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
    PropertyMapper set = PropertyMapper.get().alwaysApplyingWhenNonNull();
    set.from(settings::appToken).to(builder::appToken);
    set.from(settings::appSecret).to(builder::appSecret);
    set.from(settings::appSecretFile).to(builder::appSecretFile);
    set.from(settings::agent).to(agent -> builder.agent(agent.token(), agent.secret()));
    set.from(settings::environment).to(builder::environment);
    set.from(settings::baseUrl).to(builder::baseUrl);
    set.from(settings::connectTimeout).to(builder::connectTimeout);
    set.from(settings::attemptTimeout).to(builder::attemptTimeout);
    set.from(settings::totalTimeout).to(builder::totalTimeout);
    set.from(settings::maxRetries).to(builder::maxRetries);
    set.from(settings::proxy).to(builder::proxy);
    set.from(settings::caFile).to(builder::caFile);
    set.from(settings::allowHttp).to(builder::allowHttp);
    set.from(settings::signature).to(rule -> builder.signature(rule));
    set.from(settings::headerPrefix).to(builder::headerPrefix);
    set.from(settings::language).to(builder::language);
    set.from(settings::validation).to(builder::validation);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /** The reader of callbacks. */
  @Bean
  @ConditionalOnMissingBean
  Callbacks qiyuesuoCallbacks(QiyuesuoProperties settings) {
    QiyuesuoProperties.Callback callback = settings.callback();
    return Callbacks.reader(callback.keys())
        .allowUnsigned(callback.allowUnsigned())
        .maxAge(callback.maxAge())
        .cbcIv(callback.cbcIv())
        .remember(callback.remember());
  }
}
