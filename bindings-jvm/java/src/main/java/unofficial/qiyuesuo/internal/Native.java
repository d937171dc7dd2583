package unofficial.qiyuesuo.internal;

import java.util.List;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.QiyuesuoException;
import unofficial.qiyuesuo.internal.uniffi.QiyuesuoKt;
import unofficial.qiyuesuo.internal.uniffi.Refused;

/** The native library as the rest of the package calls it: what fails is a {@link QiyuesuoException}. */
final class Native {
  static final byte[] NONE = new byte[0];

  /** In the place of a submitted call's number: the blocking calls of this thread. */
  static final long THIS_THREAD = 0;
  /** In the place of a submitted call's number: any ({@code QYS_ALL_CALLS}). */
  static final long ALL_CALLS = -1;

  private static final Flat.Ask INTERRUPTED = context -> Thread.currentThread().isInterrupted() ? 1 : 0;

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

  /** Makes a call and waits for it, until this thread is interrupted. */
  static Reply call(long client, byte[] operation, byte[] request, List<FilePart> files, byte[] options) {
    long[] reply = new long[2];
    try (Parts parts = Parts.of(files)) {
      Flat.qys_call_asking(
          client,
          operation,
          operation.length,
          request,
          request.length,
          parts.address(),
          files.size(),
          options,
          options.length,
          INTERRUPTED,
          null,
          reply);
    }
    return new Reply(Flat.take(reply), 0);
  }

  static long submit(
      long client, long queue, byte[] operation, byte[] request, List<FilePart> files, byte[] options) {
    long[] submitted = new long[1];
    long[] error = new long[2];
    int status;
    try (Parts parts = Parts.of(files)) {
      status =
          Flat.qys_submit(
              client,
              queue,
              operation,
              operation.length,
              request,
              request.length,
              parts.address(),
              files.size(),
              options,
              options.length,
              submitted,
              error);
    }
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

  static long queueOpen() {
    return QiyuesuoKt.queueOpen();
  }

  static boolean cancel(long submitted) {
    return QiyuesuoKt.cancel(submitted);
  }

  static boolean close(long handle) {
    return QiyuesuoKt.close(handle);
  }

  static byte[] attempts(long client, long submitted) {
    return asked(() -> QiyuesuoKt.attempts(client, submitted));
  }

  static void logLevel(int level) {
    QiyuesuoKt.logLevel(level);
  }

  static Object logs(long submitted) {
    return Json.decode(asked(() -> QiyuesuoKt.logs(submitted)));
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
