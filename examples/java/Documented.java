import java.util.logging.Logger;
import unofficial.qiyuesuo.compat.BaseSdkException;
import unofficial.qiyuesuo.compat.JSONUtils;
import unofficial.qiyuesuo.compat.MiniappTicketResult;
import unofficial.qiyuesuo.compat.SdkClient;
import unofficial.qiyuesuo.compat.SdkResponse;
import unofficial.qiyuesuo.compat.User;
import unofficial.qiyuesuo.compat.UserAuthMiniappTicketRequest;

/**
 * The Java snippet of the page 生成个人认证令牌, with the compatibility layer: what is in {@code snippet} is the page's, but
 * for the settings, which come from the environment.
 */
final class Documented {
  private static final Logger logger = Logger.getLogger("documented");

  private Documented() {}

  private static String setting(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  static SdkResponse<MiniappTicketResult> snippet() {
    String serverUrl = setting("QYS_BASE_URL", "https://openapi.qiyuesuo.cn");
    String accessKey = setting("QYS_APP_TOKEN", "替换为您申请的开放平台App Token");
    String accessSecret = setting("QYS_APP_SECRET", "替换为您申请的开放平台App Secret");
    SdkClient sdkClient = new SdkClient(serverUrl, accessKey, accessSecret);
    UserAuthMiniappTicketRequest request = new UserAuthMiniappTicketRequest(new User(setting("QYS_CONTACT", "10020033044"), "MOBILE"));
    String response = null;
    try {
        response = sdkClient.service(request);
    } catch (Exception e) {
        throw new BaseSdkException("调用接口错误,错误原因:"+e.getMessage());
    }
    SdkResponse<MiniappTicketResult> result = JSONUtils.toQysResponse(response,MiniappTicketResult.class);
    if(!result.getCode().equals(0)) {
        throw new BaseSdkException("获取个人认证Ticket失败,失败原因:"+result.getCode()+","+result.getMessage());
    }
    logger.info("获取个人认证Ticket成功,Ticket:"+result.getResult().getTicket());
    return result;
  }

  public static void main(String[] arguments) {
    try {
      System.out.println(snippet().getResult().getTicket());
    } catch (BaseSdkException error) {
      System.exit(Client.told(error));
    }
  }
}
