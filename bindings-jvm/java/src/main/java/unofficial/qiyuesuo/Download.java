package unofficial.qiyuesuo;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import unofficial.qiyuesuo.internal.Reply;

/** The answer to {@link QiyuesuoClient#download}. */
public final class Download implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] content;
  private final String contentType;
  private final String filename;
  private final int httpStatus;
  private final int attempts;

  Download(Reply reply) {
    Map<String, Object> details = reply.details();
    content = reply.bytes();
    contentType = (String) details.get("content_type");
    filename = (String) details.get("filename");
    httpStatus = reply.httpStatus();
    attempts = reply.attempts();
  }

  /** The bytes. */
  public byte[] getContent() {
    return content;
  }

  /** Media type, as sent, or {@code null}. */
  public String getContentType() {
    return contentType;
  }

  /** File name without any folder, if the platform gave one, else {@code null}. */
  public String getFilename() {
    return filename;
  }

  /** HTTP status of the answer. */
  public int getHttpStatus() {
    return httpStatus;
  }

  /** How many attempts the call took. */
  public int getAttempts() {
    return attempts;
  }

  /** Writes the bytes to a file. */
  public void save(Path path) throws IOException {
    Files.write(path, content);
  }

  @Override
  public String toString() {
    return "Download(" + content.length + " bytes, contentType=" + contentType + ")";
  }
}
