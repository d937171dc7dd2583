package unofficial.qiyuesuo.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Clients that nobody holds any more, and that nobody closed: the next one that is opened closes them. */
final class Forgotten extends PhantomReference<Engine> {
  private static final ReferenceQueue<Engine> QUEUE = new ReferenceQueue<>();

  /** A reference must be held until it is in the queue. */
  private static final Set<Forgotten> OPEN = ConcurrentHashMap.newKeySet();

  private final long client;

  private Forgotten(Engine engine, long client) {
    super(engine, QUEUE);
    this.client = client;
  }

  /** Sees to it that the client is closed at some time after its engine was forgotten. */
  static Forgotten watch(Engine engine, long client) {
    for (Reference<?> reference = QUEUE.poll(); reference != null; reference = QUEUE.poll()) {
      ((Forgotten) reference).close();
    }
    Forgotten watched = new Forgotten(engine, client);
    Completions.clientOpened();
    OPEN.add(watched);
    return watched;
  }

  /** Closes the client, once. */
  void close() {
    if (OPEN.remove(this)) {
      Native.close(client);
      Completions.clientClosed();
    }
  }
}
