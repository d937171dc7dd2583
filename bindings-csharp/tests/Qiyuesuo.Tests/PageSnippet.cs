#nullable disable
// The C# snippet of the page 生成个人认证令牌, word for word. The compiler reads it; examples/csharp runs it.
using System;
using Qiyuesuo.Compat;

namespace Page
{
    internal static class Snippet
    {
        internal static void Run()
        {
            // 初始化sdkClient
            string serverUrl = "https://openapi.qiyuesuo.cn";
            string accessKey = "替换为您申请的开放平台App Token";
            string accessSecret = "替换为您申请的开放平台App Secret";
            SDKClient client = new SDKClient(accessKey, accessSecret, serverUrl);
            UserAuthMiniappTicketRequest request = new UserAuthMiniappTicketRequest(new User("10020033044", "MOBILE"));
            string response = null;
            try
            {
                response = client.Service(request);
            }
            catch (Exception e)
            {
                throw new Exception("访问接口失败,失败原因:" + e.Message);
            }
            SdkResponse<MiniappTicketResult> responseObject = HttpJsonConvert.DeserializeResponse<MiniappTicketResult>(response);
            if (!responseObject.Code.Equals(0))
            {
                Console.WriteLine("获取个人认证Ticket失败,失败原因:" + responseObject.Code + "," + responseObject.Message);
            }
            else
            {
                Console.WriteLine("获取个人认证Ticket成功,ticket:" + responseObject.Result.Ticket);
            }
        }
    }
}
