package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import unofficial.qiyuesuo.CallbackException;
import unofficial.qiyuesuo.ConfigurationException;
import unofficial.qiyuesuo.callback.CallbackAuthenticity;
import unofficial.qiyuesuo.callback.CallbackEvent;
import unofficial.qiyuesuo.callback.CallbackType;
import unofficial.qiyuesuo.callback.Callbacks;

/** Callbacks, as the web frameworks hand them over. What a callback means is tested by the vectors. */
class CallbacksTest {
  private static final Callbacks UNSIGNED = Callbacks.reader().allowUnsigned(true);

  private static Map<String, Object> form(Object authId) {
    Map<String, Object> form = new HashMap<>();
    form.put("authId", authId);
    form.put("status", new String[] {"1"});
    return form;
  }

  @Test
  void aValueMeansOneTextOrIsRefusedByName() {
    for (Object value : new Object[] {"1", new StringBuilder("1"), new String[] {"1"}, List.of("1"), 1, 1L}) {
      assertEquals(Map.of("authId", "1", "status", "1"), UNSIGNED.parse(form(value)).getFields());
    }
    Object[] values = {
      null, new String[0], new String[] {"7777", "8"}, List.of("7777", "8"), Map.of("a", "7777"), new Object(), 0.5f,
      Collections.singletonList(null),
    };
    for (Object value : values) {
      CallbackException refused = assertThrows(CallbackException.class, () -> UNSIGNED.parse(form(value)));
      assertEquals("authId", refused.getField());
      assertFalse(refused.toString().contains("7777"));
    }
    assertThrows(CallbackException.class, () -> UNSIGNED.pairs(List.of(List.of("authId"))));
    assertThrows(CallbackException.class, () -> UNSIGNED.pairs(Collections.singletonList(null)));
  }

  @Test
  void fieldsHaveNamesOfTheirOwn() {
    String content = "{\"authId\": 2785417393049059330, \"requestId\": \"r\", \"status\": 3, \"passed\": true}";
    CallbackEvent event = UNSIGNED.parse(Map.of("content", content));
    assertEquals("2785417393049059330", event.getAuthId());
    assertEquals("r", event.getRequestId());
    assertNull(event.getContractId());
    assertEquals("in_review", event.getPersonalAuthStatus());
    assertEquals("3", event.text("status"));
    assertNull(event.text("passed"));
    assertNull(UNSIGNED.parse(Map.of("authId", "1", "status", "4")).getPersonalAuthStatus());
    // The same field of another kind of callback has other values.
    CallbackEvent company = UNSIGNED.parse(Map.of("requestId", "r", "status", "1"));
    assertEquals(CallbackType.COMPANY_AUTH, company.getType());
    assertEquals(CallbackAuthenticity.NONE, company.getAuthenticity());
    assertNull(company.getPersonalAuthStatus());
  }

  @Test
  void aKeyThatAnybodyCanGuessIsRefused() {
    for (String key : new String[] {"", " ", null, "\u200b"}) {
      Callbacks reader = Callbacks.reader(Collections.singletonList(key)).allowUnsigned(true);
      assertEquals("keys", assertThrows(ConfigurationException.class, () -> reader.parse(form("1"))).getField());
    }
    Callbacks second = Callbacks.reader(Arrays.asList("0123456789abcdef", "")).allowUnsigned(true);
    assertEquals("keys[1]", assertThrows(ConfigurationException.class, () -> second.parse(form("1"))).getField());
  }

  @Test
  void whatStandsBesideIsApartAndWhatComesAgainIsTold() {
    Callbacks remembering = UNSIGNED.remember(Duration.ofMinutes(1));
    CallbackEvent first = remembering.parse("contractId=99", "authId=again&status=1");
    CallbackEvent again = remembering.parse("contractId=99", "authId=again&status=1");
    assertEquals("personal_auth", first.getType());
    assertEquals(Map.of("contractId", "99"), first.getOwnParameters());
    assertEquals(64, first.getFingerprint().length());
    assertEquals(first.getFingerprint(), again.getFingerprint());
    assertFalse(first.isRepeated());
    assertTrue(again.isRepeated());
    assertFalse(UNSIGNED.parse("", "authId=again&status=1").isRepeated());
  }
}
