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

  private Download(byte[] content, String contentType, String filename, int httpStatus, int attempts) {
    this.content = content;
    this.contentType = contentType;
    this.filename = filename;
    this.httpStatus = httpStatus;
    this.attempts = attempts;
  }

  /** A file that nobody sent, for tests of your own. Methods named as attributes answer copies with more. */
  public static Download fake(byte[] content) {
    return new Download(content.clone(), null, null, 200, 1);
  }

  /** For tests: the same with this media type. */
  public Download contentType(String contentType) {
    return new Download(content, contentType, filename, httpStatus, attempts);
  }

  /** For tests: the same with this file name. */
  public Download filename(String filename) {
    return new Download(content, contentType, filename, httpStatus, attempts);
  }

  /** For tests: the same with this HTTP status. */
  public Download httpStatus(int httpStatus) {
    return new Download(content, contentType, filename, httpStatus, attempts);
  }

  /** For tests: the same with this number of attempts. */
  public Download attempts(int attempts) {
    return new Download(content, contentType, filename, httpStatus, attempts);
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
