package unofficial.qiyuesuo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects inside results, without a result around them. */
class StructTest {
  @Test
  void anObjectKeepsWhatItHasNoMemberFor() {
    Map<String, Object> others = Map.of("age", "old", "extra", 1L);
    User user = User.read(Map.of("contact", "1", "contactType", "MOBILE", "extra", others));
    assertEquals("1", user.getContact());
    assertEquals(others, user.getExtra());
    assertEquals(Map.of("contact", "1", "contactType", "MOBILE", "age", "old", "extra", 1L), user.toMap());
    assertEquals(others, user.contact("2").getExtra());
    assertEquals(Map.of(), new User("1", "MOBILE").getExtra());
    assertNotEquals(new User("1", "MOBILE"), user);
    assertFalse(user.toString().contains("old"));
  }
}
