package unofficial.qiyuesuo.compat;

import java.io.IOException;
import java.io.OutputStream;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.QiyuesuoException;

/** The client under the platform's name. */
public class SdkClient implements AutoCloseable {
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
    BaseSdkException.forget();
    try {
      return making.make();
    } catch (QiyuesuoException failure) {
      throw BaseSdkException.noted(new BaseSdkException(failure));
    }
  }

  /**
   * The JSON text of the platform's answer, also when its {@code code}, a number, says that the call failed.
   *
   * @throws BaseSdkException there is no such answer: no connection, an HTTP status of 400 and above, or a success without
   *     the result that the call promises
   */
  public String service(SdkRequest request) {
    BaseSdkException.forget();
    try {
      return client.envelope(request.raw()).getText();
    } catch (QiyuesuoException failure) {
      throw BaseSdkException.noted(new BaseSdkException(failure));
    }
  }

  /** Writes the file that the platform answers. */
  public void download(SdkRequest request, OutputStream out) {
    BaseSdkException.forget();
    try {
      out.write(client.download(request.raw()).getContent());
    } catch (QiyuesuoException failure) {
      throw BaseSdkException.noted(new BaseSdkException(failure));
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
