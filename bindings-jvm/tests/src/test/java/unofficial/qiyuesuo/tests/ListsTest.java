package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import unofficial.qiyuesuo.PermissionDeniedException;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.api.CreateContractDraft;
import unofficial.qiyuesuo.api.ListContracts;
import unofficial.qiyuesuo.api.ListedContract;
import unofficial.qiyuesuo.testing.Emulator;

/** Lists that come page by page. */
class ListsTest {
  @Test
  void theWholeListIsReadPageByPage() {
    try (Emulator emulator = Emulator.start();
        QiyuesuoClient client = emulator.client()) {
      assertEquals(0, client.contract().listAll(ListContracts.of()).count());
      assertEquals(1, pages(emulator));
      List<String> drafts = drafted(client, 5);
      Stream<ListedContract> contracts = client.contract().listAll(ListContracts.of().selectLimit(2));
      assertEquals(1, pages(emulator), "nothing is asked before it is read");
      assertEquals(drafts, contracts.map(ListedContract::getId).sorted().collect(Collectors.toList()));
      assertEquals(4, pages(emulator));
      assertTrue(client.contract().listAll(ListContracts.of().selectLimit(2)).findFirst().isPresent());
      assertEquals(5, pages(emulator), "who stops reading stops asking");
      assertEquals(2, client.contract().listAll(ListContracts.of().selectOffset(3)).count());
    }
  }

  @Test
  void anErrorEndsTheList() {
    try (Emulator emulator = Emulator.start();
        QiyuesuoClient client = emulator.client()) {
      drafted(client, 3);
      Iterator<ListedContract> contracts = client.contract().listAll(ListContracts.of().selectLimit(2)).iterator();
      contracts.next();
      contracts.next();
      emulator.setFaults(
          List.of(Map.of("fault", Map.of("status", 200, "body", Map.of("code", 1002, "message", "NO PERMISSION")))));
      assertThrows(PermissionDeniedException.class, contracts::hasNext);
      assertFalse(contracts.hasNext());
    }
  }

  private static List<String> drafted(QiyuesuoClient client, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> client.contract().createDraft(CreateContractDraft.of().subject("合同 " + number)).getId())
        .sorted()
        .collect(Collectors.toList());
  }

  private static long pages(Emulator emulator) {
    return emulator.requests().stream().filter(seen -> "contract.list".equals(seen.get("operation"))).count();
  }
}
