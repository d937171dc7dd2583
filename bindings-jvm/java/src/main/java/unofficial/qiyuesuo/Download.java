package unofficial.qiyuesuo;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import unofficial.qiyuesuo.internal.Reply;

/** A file that the platform answered: to {@link QiyuesuoClient#download}, or to a call of a family. */
public final class Download implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] content;
  private final String contentType;
  private final String filename;
  private final ResponseInfo response;

  /** Not part of the public interface. */
  public Download(Reply reply) {
    Map<String, Object> details = reply.details();
    content = reply.bytes();
    contentType = (String) details.get("content_type");
    filename = (String) details.get("filename");
    response = reply.response();
  }

  private Download(byte[] content, String contentType, String filename, ResponseInfo response) {
    this.content = content;
    this.contentType = contentType;
    this.filename = filename;
    this.response = response;
  }

  /** A file that nobody sent, for tests of your own. Methods named as attributes answer copies with more. */
  public static Download fake(byte[] content) {
    return new Download(content.clone(), null, null, ResponseInfo.fake());
  }

  /** For tests: the same with this media type. */
  public Download contentType(String contentType) {
    return new Download(content, contentType, filename, response);
  }

  /** For tests: the same with this file name. */
  public Download filename(String filename) {
    return new Download(content, contentType, filename, response);
  }

  /** For tests: the same with this told of it. */
  public Download response(ResponseInfo response) {
    return new Download(content, contentType, filename, response);
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
    return response.getHttpStatus();
  }

  /** How many attempts the call took. */
  public int getAttempts() {
    return response.getAttempts();
  }

  /** HTTP status and headers of the answer, its request id, and what the call took. */
  public ResponseInfo getResponse() {
    return response;
  }

  /** Writes the bytes to a file. */
  public void save(Path path) throws IOException {
    Files.write(path, content);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Download)) {
      return false;
    }
    Download that = (Download) other;
    return Arrays.equals(content, that.content)
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(filename, that.filename);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + Objects.hash(contentType, filename);
  }

  @Override
  public String toString() {
    return "Download(" + content.length + " bytes, contentType=" + contentType + ")";
  }
}
