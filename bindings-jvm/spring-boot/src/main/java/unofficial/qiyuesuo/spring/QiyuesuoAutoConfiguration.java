package unofficial.qiyuesuo.spring;

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
    settings.addTo(builder);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /** The reader of callbacks. */
  @Bean
  @ConditionalOnMissingBean
  Callbacks qiyuesuoCallbacks(QiyuesuoProperties settings) {
    return settings.getCallback().reader();
  }
}
