package unofficial.qiyuesuo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A file of a call. It cannot be changed; its bytes must not be, until the call has ended. */
public final class FilePart {
  private final String name;
  private final String filename;
  private final String contentType;
  private final byte[] content;

  private FilePart(String name, String filename, String contentType, byte[] content) {
    this.name = name;
    this.filename = filename;
    this.contentType = contentType;
    this.content = Objects.requireNonNull(content, "content");
  }

  /** Bytes, with a file name. */
  public static FilePart of(byte[] content, String filename) {
    return new FilePart(null, filename, null, content);
  }

  /** Bytes alone: a text part of a form, if no file name is set later. */
  public static FilePart of(byte[] content) {
    return new FilePart(null, null, null, content);
  }

  /** A file, which is read now. */
  public static FilePart of(Path path) throws IOException {
    Path filename = path.getFileName();
    return new FilePart(null, filename == null ? null : filename.toString(), null, Files.readAllBytes(path));
  }

  /** The same with this media type. Without one the file name tells. */
  public FilePart contentType(String contentType) {
    return new FilePart(name, filename, contentType, content);
  }

  /** The same with this file name. */
  public FilePart filename(String filename) {
    return new FilePart(name, filename, contentType, content);
  }

  /** The same as the part of this name. Typed requests name their parts themselves. */
  public FilePart name(String name) {
    return new FilePart(name, filename, contentType, content);
  }

  /** Name of the part. */
  public String name() {
    return name;
  }

  /** File name, or {@code null}. */
  public String filename() {
    return filename;
  }

  /** Media type, or {@code null}. */
  public String contentType() {
    return contentType;
  }

  /** The bytes. */
  public byte[] content() {
    return content;
  }

  @Override
  public String toString() {
    return "FilePart(" + content.length + " bytes)";
  }
}
