package unofficial.qiyuesuo.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import unofficial.qiyuesuo.FilePart;

/** The files of a call in native memory: an array of {@code qys_part}, and behind it what that points to. */
final class Parts implements AutoCloseable {
  private static final Parts NONE = new Parts(null);
  /** Each part is the addresses and lengths of its name, file name, media type and bytes. */
  private static final int FIELDS = 4;
  private static final int SIZE = FIELDS * 2 * Long.BYTES;

  private final Memory memory;

  private Parts(Memory memory) {
    this.memory = memory;
  }

  static Parts of(List<FilePart> files) {
    if (files.isEmpty()) {
      return NONE;
    }
    byte[][] values = new byte[files.size() * FIELDS][];
    long size = (long) files.size() * SIZE;
    for (int file = 0; file < files.size(); file++) {
      FilePart part = files.get(file);
      values[file * FIELDS] = text(part.name());
      values[file * FIELDS + 1] = text(part.filename());
      values[file * FIELDS + 2] = text(part.contentType());
      values[file * FIELDS + 3] = part.content();
    }
    for (byte[] value : values) {
      size += value == null ? 0 : value.length;
    }
    Memory memory = new Memory(size);
    long content = (long) files.size() * SIZE;
    for (int index = 0; index < values.length; index++) {
      byte[] value = values[index];
      long field = (long) index * 2 * Long.BYTES;
      // What is absent has no address; what is empty has one.
      memory.setPointer(field, value == null ? null : Pointer.createConstant(Pointer.nativeValue(memory) + content));
      memory.setLong(field + Long.BYTES, value == null ? 0 : value.length);
      if (value != null && value.length > 0) {
        memory.write(content, value, 0, value.length);
        content += value.length;
      }
    }
    return new Parts(memory);
  }

  private static byte[] text(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  Pointer address() {
    return memory;
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }
}
