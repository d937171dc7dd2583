import kotlin.system.exitProcess
import kotlinx.coroutines.runBlocking
import unofficial.qiyuesuo.QiyuesuoException
import unofficial.qiyuesuo.api.AuthMode
import unofficial.qiyuesuo.api.ContactType
import unofficial.qiyuesuo.api.User
import unofficial.qiyuesuo.kotlin.QiyuesuoClient
import unofficial.qiyuesuo.kotlin.createTicket

/**
 * Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.
 *
 * Reads QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the
 * telephone number of the person.
 */
fun main() = runBlocking {
    try {
        QiyuesuoClient().use { client ->
            val ticket = client.personalAuth().createTicket(
                user = User(System.getenv("QYS_CONTACT") ?: "10020033044", ContactType.MOBILE),
                mode = AuthMode.BANK,
                username = "张三",
                callbackUrl = "http://www.qiyuesuo.com",
            )
            println(ticket.ticket)
        }
    } catch (error: QiyuesuoException) {
        System.err.println("class: ${error.javaClass.simpleName}")
        System.err.println("kind: ${error.kind}")
        System.err.println("code: ${error.code ?: "none"}")
        System.err.println("message: ${error.reason}")
        exitProcess(
            when (error.kind) {
                "validation" -> 2
                "configuration" -> 3
                "authentication" -> 4
                "api", "permission", "rate_limit" -> 5
                "connection", "timeout", "server" -> 6
                "invalid_response" -> 7
                "callback" -> 8
                "cancelled" -> 130
                else -> 1
            },
        )
    }
}
