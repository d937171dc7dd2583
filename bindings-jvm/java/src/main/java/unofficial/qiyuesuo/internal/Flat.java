package unofficial.qiyuesuo.internal;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The functions that calls take, past UniFFI: with JNA's direct mapping and nothing but numbers and byte arrays a
 * call costs about a microsecond, where UniFFI's buffers and records cost ten times that. The contract is {@code
 * qiyuesuo.h}; a {@code qys_buffer} is two numbers, an address and a length.
 */
final class Flat {
  private Flat() {}

  static void load(String library) {
    Native.register(Flat.class, library);
  }

  /** What is in a buffer, which is then freed. */
  static byte[] take(long[] buffer) {
    if (buffer[0] == 0) {
      return new byte[0];
    }
    try {
      return new Pointer(buffer[0]).getByteArray(0, Math.toIntExact(buffer[1]));
    } finally {
      qys_buffer_free(buffer);
    }
  }

  /** The records in a buffer, each copied by itself, so that one that does not fit is lost alone; the buffer is then freed. */
  static List<Reply> records(long[] buffer) {
    if (buffer[0] == 0) {
      return Collections.emptyList();
    }
    try {
      Pointer memory = new Pointer(buffer[0]);
      List<Reply> read = new ArrayList<>();
      for (long at = 0; at < buffer[1]; at += memory.getLong(at + RecordHead.SIZE)) {
        read.add(record(memory, at));
      }
      return read;
    } finally {
      qys_buffer_free(buffer);
    }
  }

  private static Reply record(Pointer memory, long at) {
    try {
      return new Reply(memory.getByteArray(at, Math.toIntExact(memory.getLong(at + RecordHead.SIZE))), 0);
    } catch (OutOfMemoryError | ArithmeticException failure) {
      return new Reply(memory.getLong(at + RecordHead.OPERATION), failure);
    }
  }

  /** Whether a waiting call shall end: other than 0. */
  interface Ask extends Callback {
    int ask(Pointer context);
  }

  static native int qys_call_asking(
      long client,
      byte[] operation,
      long operationLength,
      byte[] request,
      long requestLength,
      Pointer parts,
      long partsLength,
      byte[] options,
      long optionsLength,
      Ask ask,
      Pointer context,
      long[] reply);

  static native int qys_submit(
      long client,
      long queue,
      byte[] operation,
      long operationLength,
      byte[] request,
      long requestLength,
      Pointer parts,
      long partsLength,
      byte[] options,
      long optionsLength,
      long[] submitted,
      long[] error);

  static native int qys_drain(long queue, long max, int timeoutMs, long[] replies);

  static native void qys_buffer_free(long[] buffer);
}
