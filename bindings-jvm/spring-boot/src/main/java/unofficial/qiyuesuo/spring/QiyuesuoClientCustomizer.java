package unofficial.qiyuesuo.spring;

import unofficial.qiyuesuo.QiyuesuoClient;

/** A bean of this type changes the client before it is made, for what has no property. */
@FunctionalInterface
public interface QiyuesuoClientCustomizer {
  /** Changes the client that is being made. */
  void customize(QiyuesuoClient.Builder builder);
}
