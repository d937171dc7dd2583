package unofficial.qiyuesuo.tests

import java.time.Duration
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import unofficial.qiyuesuo.CallOptions
import unofficial.qiyuesuo.QiyuesuoClient
import unofficial.qiyuesuo.QiyuesuoException
import unofficial.qiyuesuo.RateLimitException
import unofficial.qiyuesuo.RawReply
import unofficial.qiyuesuo.RawRequest
import unofficial.qiyuesuo.ValidationException
import unofficial.qiyuesuo.api.AuthMode
import unofficial.qiyuesuo.api.CreatePersonalAuthTicket
import unofficial.qiyuesuo.api.PersonalAuth
import unofficial.qiyuesuo.api.Ticket
import unofficial.qiyuesuo.api.User
import unofficial.qiyuesuo.kotlin.QiyuesuoClient
import unofficial.qiyuesuo.kotlin.awaitRequest
import unofficial.qiyuesuo.kotlin.createDraft
import unofficial.qiyuesuo.kotlin.createTicket
import unofficial.qiyuesuo.kotlin.listAll
import unofficial.qiyuesuo.testing.Emulator

/** What Kotlin has of its own: named arguments, suspending functions, cancellation. */
class KotlinTest {
    private val user = User("10020033044", "MOBILE")

    @Test
    fun callsTakeNamedArguments(): Unit = runBlocking {
        Emulator.start().use { emulator ->
            QiyuesuoClient(emulator.appToken, emulator.appSecret, baseUrl = emulator.url) {
                totalTimeout(Duration.ofSeconds(10))
            }.use { client ->
                val ticket = client.personalAuth().createTicket(
                    user = user,
                    mode = AuthMode.BANK,
                    otherModes = listOf(AuthMode.FACE),
                    extra = mapOf("unlisted" to 1),
                )
                assertTrue(ticket.ticket.isNotEmpty())
                val reply = client.awaitRequest(
                    RawRequest.post("/v2/personalauth/miniappexchange").json(mapOf("user" to user)),
                )
                assertEquals(200, reply.httpStatus)
                val error = assertThrows<ValidationException> {
                    client.personalAuth().createTicket(user = user, mode = "NONE")
                }
                assertEquals("mode", error.field)
            }
        }
    }

    @Test
    fun aListIsAFlowOfAllItsPages(): Unit = runBlocking {
        Emulator.start().use { emulator ->
            emulator.client().use { client ->
                val drafts = (0 until 5).map { client.contract().createDraft(subject = "合同 $it").id }
                val contracts = client.contract().listAll(selectLimit = 2)
                assertEquals(drafts.toSet(), contracts.map { it.id }.toList().toSet())
                assertEquals(drafts.take(1).size, contracts.take(1).toList().size)
                assertEquals(4, emulator.requests().count { it["operation"] == "contract.list" })
            }
        }
    }

    @Test
    fun aFakeAnswersSuspendingCallsToo(): Unit = runBlocking {
        val client = object : QiyuesuoClient() {
            override fun personalAuth() = object : PersonalAuth() {
                override fun createTicket(request: CreatePersonalAuthTicket, options: CallOptions): Ticket =
                    if (request.mode == null) Ticket.fake(request.user.contact)
                    else throw RateLimitException(QiyuesuoException.Details("too often"))
            }

            override fun request(request: RawRequest, options: CallOptions): RawReply = RawReply.fake("""{"code": 0}""")
        }
        assertEquals("10020033044", client.personalAuth().createTicket(user = user).ticket)
        assertThrows<RateLimitException> { client.personalAuth().createTicket(user = user, mode = AuthMode.BANK) }
        assertEquals(mapOf("code" to 0), client.awaitRequest(RawRequest.get("/x")).data)
    }

    @Test
    fun cancellingACoroutineDropsItsRequest(): Unit = runBlocking {
        Server.silent().use { server ->
            server.builder().build().use { client ->
                val call = async { client.personalAuth().createTicket(user = user) }
                while (server.requests.get() == 0) delay(5)
                assertEquals(0, server.closed.get())
                call.cancel()
                assertThrows<CancellationException> { call.await() }
                Server.soon("the server sees the end of its connection") { server.closed.get() == 1 }
            }
        }
    }
}
