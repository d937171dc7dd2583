package unofficial.qiyuesuo.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.QiyuesuoException;
import unofficial.qiyuesuo.internal.uniffi.Call;
import unofficial.qiyuesuo.internal.uniffi.QiyuesuoKt;
import unofficial.qiyuesuo.internal.uniffi.Refused;

/** The native library as the rest of the package calls it: what fails is a {@link QiyuesuoException}. */
final class Native {
  static final byte[] NONE = new byte[0];

  static {
    Library.load();
  }

  private Native() {}

  /** What UniFFI's side does. */
  private interface Asked<T> {
    T ask() throws Refused;
  }

  private static <T> T asked(Asked<T> asked) {
    try {
      return asked.ask();
    } catch (Refused.Failure failure) {
      throw Failures.of(Json.decode(failure.getJson()));
    } catch (Refused other) {
      throw new IllegalStateException(other);
    }
  }

  static long open(byte[] options, boolean watch) {
    return asked(() -> QiyuesuoKt.open(options, watch));
  }

  static long withOptions(long client, byte[] options) {
    return asked(() -> QiyuesuoKt.withOptions(client, options));
  }

  static Reply call(long client, byte[] operation, byte[] request, List<FilePart> files, byte[] options) {
    byte[] record;
    if (files.isEmpty()) {
      long[] reply = new long[2];
      Flat.qys_call(
          client, operation, operation.length, request, request.length, null, 0, options, options.length, reply);
      record = Flat.take(reply);
    } else {
      record = QiyuesuoKt.call(client, described(operation, request, files, options));
    }
    return new Reply(record, 0);
  }

  static long submit(
      long client, long queue, byte[] operation, byte[] request, List<FilePart> files, byte[] options) {
    if (!files.isEmpty()) {
      return asked(() -> QiyuesuoKt.submit(client, queue, described(operation, request, files, options)));
    }
    long[] submitted = new long[1];
    long[] error = new long[2];
    int status =
        Flat.qys_submit(
            client,
            queue,
            operation,
            operation.length,
            request,
            request.length,
            null,
            0,
            options,
            options.length,
            submitted,
            error);
    if (status != 0) {
      throw Failures.of(Json.decode(Flat.take(error)));
    }
    return submitted[0];
  }

  /** Takes the records of up to {@code max} completions, waiting for the first. */
  static List<Reply> drain(long queue, int max, int timeoutMs) {
    long[] replies = new long[2];
    int status = Flat.qys_drain(queue, max, timeoutMs, replies);
    if (status != 0) {
      throw Failures.of(Json.decode(Flat.take(replies)));
    }
    return Flat.records(replies);
  }

  private static Call described(byte[] operation, byte[] request, List<FilePart> files, byte[] options) {
    List<unofficial.qiyuesuo.internal.uniffi.FilePart> parts = new ArrayList<>(files.size());
    for (FilePart file : files) {
      parts.add(
          new unofficial.qiyuesuo.internal.uniffi.FilePart(
              file.name(), file.filename(), file.contentType(), file.content()));
    }
    return new Call(new String(operation, StandardCharsets.UTF_8), request, parts, options);
  }

  static long queueOpen() {
    return QiyuesuoKt.queueOpen();
  }

  static boolean cancel(long submitted) {
    return QiyuesuoKt.cancel(submitted);
  }

  static boolean close(long handle) {
    return QiyuesuoKt.close(handle);
  }

  static byte[] attempts(long client) {
    return asked(() -> QiyuesuoKt.attempts(client));
  }

  static void logLevel(int level) {
    QiyuesuoKt.logLevel(level);
  }

  static byte[] logs() {
    return asked(QiyuesuoKt::logs);
  }

  static byte[] sign(byte[] request) {
    return asked(() -> QiyuesuoKt.sign(request));
  }

  static byte[] callback(byte[] request) {
    return asked(() -> QiyuesuoKt.callbackParse(request));
  }

  static byte[] pluginUrl(byte[] request) {
    return asked(() -> QiyuesuoKt.pluginUrl(request));
  }
}
