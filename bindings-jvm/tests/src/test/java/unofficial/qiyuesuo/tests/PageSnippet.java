package unofficial.qiyuesuo.tests;

import java.util.logging.Logger;
import unofficial.qiyuesuo.compat.*;

/** The Java snippet of the page 生成个人认证令牌, to the letter: that it compiles is the test. */
final class PageSnippet {
  private static final Logger logger = Logger.getLogger("page");

  private PageSnippet() {}

  static void run() {
String serverUrl = "https://openapi.qiyuesuo.cn";
String accessKey = "替换为您申请的开放平台App Token";
String accessSecret = "替换为您申请的开放平台App Secret";
SdkClient sdkClient = new SdkClient(serverUrl, accessKey, accessSecret);
UserAuthMiniappTicketRequest request = new UserAuthMiniappTicketRequest(new User("10020033044", "MOBILE"));
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
  }
}
