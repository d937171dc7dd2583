package unofficial.qiyuesuo.compat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5 as the platform's SDK has it, for the signature of callbacks. */
public final class MD5 {
  private MD5() {}

  /** 32 lower-case hexadecimal digits. */
  public static String toMD5(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return String.format("%032x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }
}
