package unofficial.qiyuesuo.compat;

import java.io.IOException;
import java.io.OutputStream;
import unofficial.qiyuesuo.ApiException;
import unofficial.qiyuesuo.CallOptions;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.QiyuesuoException;

/** The client under the platform's name. */
public class SdkClient implements AutoCloseable {
  /** As the platform's SDK hands it on: the body of an error is the caller's to read. */
  private static final CallOptions BODIES = CallOptions.builder().captureBodies(true).build();

  private final QiyuesuoClient client;

  /** A client. Further options come from the environment ({@code QYS_*}), or from {@link #SdkClient(QiyuesuoClient)}. */
  public SdkClient(String serverUrl, String accessKey, String accessSecret) {
    this(
        made(
            () ->
                QiyuesuoClient.builder()
                    .baseUrl(serverUrl)
                    .appToken(accessKey)
                    .appSecret(accessSecret)
                    .build()));
  }

  /** The platform's names on a client of yours, with all its options. */
  public SdkClient(QiyuesuoClient client) {
    this.client = client;
  }

  /** What makes a client. */
  interface Making {
    QiyuesuoClient make();
  }

  static QiyuesuoClient made(Making making) {
    BaseSdkException.remembered(null);
    try {
      return making.make();
    } catch (QiyuesuoException failure) {
      throw BaseSdkException.remembered(new BaseSdkException(failure));
    }
  }

  /**
   * The JSON text of the platform's answer, also when its {@code code} says that the call failed.
   *
   * @throws BaseSdkException there is no such answer: no connection, or an HTTP status of 400 and above
   */
  public String service(SdkRequest request) {
    BaseSdkException.remembered(null);
    try {
      return client.request(request.raw(), BODIES).getText();
    } catch (ApiException failure) {
      if (failure.body() != null && failure.getHttpStatus() != null && failure.getHttpStatus() < 400) {
        return failure.body();
      }
      throw BaseSdkException.remembered(new BaseSdkException(failure));
    } catch (QiyuesuoException failure) {
      throw BaseSdkException.remembered(new BaseSdkException(failure));
    }
  }

  /** Writes the file that the platform answers. */
  public void download(SdkRequest request, OutputStream out) {
    BaseSdkException.remembered(null);
    try {
      out.write(client.download(request.raw()).getContent());
    } catch (QiyuesuoException failure) {
      throw BaseSdkException.remembered(new BaseSdkException(failure));
    } catch (IOException error) {
      throw new BaseSdkException("the file cannot be written: " + error.getMessage());
    }
  }

  /** Ends the client. */
  @Override
  public void close() {
    client.close();
  }
}
