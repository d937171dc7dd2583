package unofficial.qiyuesuo.compat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Decrypts callbacks, under the name (and its spelling) that the platform's SDK has for it. */
public final class CryptUtils {
  private CryptUtils() {}

  /**
   * The text in the field {@code content} of a callback: base64 of AES-128-ECB with PKCS#7. {@link
   * unofficial.qiyuesuo.callback.Callbacks} also checks signature and age.
   */
  public static String aesDerypt(String encrypt, String secret) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"));
    return new String(cipher.doFinal(Base64.getMimeDecoder().decode(encrypt)), StandardCharsets.UTF_8);
  }
}
