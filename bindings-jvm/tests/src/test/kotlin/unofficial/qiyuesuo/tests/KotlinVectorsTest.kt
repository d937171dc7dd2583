package unofficial.qiyuesuo.tests

import java.time.Duration
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import unofficial.qiyuesuo.QiyuesuoClient
import unofficial.qiyuesuo.Signing
import unofficial.qiyuesuo.callback.CallbackEvent
import unofficial.qiyuesuo.callback.Callbacks
import unofficial.qiyuesuo.internal.Json
import unofficial.qiyuesuo.kotlin.QiyuesuoClient
import unofficial.qiyuesuo.kotlin.awaitDownload
import unofficial.qiyuesuo.kotlin.awaitRequest

/** The vectors in Kotlin, each call by its suspending function. */
class KotlinVectorsTest : Vectors() {
    override fun language() = "kotlin"

    override fun signature(vector: Map<String, Any?>): Map<String, String> {
        val agent = vector["agent"] as Map<*, *>?
        val token = vector["token"] as String?
        val signing =
            if (token != null) {
                Signing.with(token, vector["secret"] as String)
            } else {
                Signing.withAgent(agent!!["token"] as String, agent["secret"] as String)
            }
        if (token != null && agent != null) signing.agent(agent["token"] as String, agent["secret"] as String)
        (vector["timestamp"] as Number?)?.let { signing.timestamp(it.toLong()) }
        (vector["nonce"] as String?)?.let(signing::nonce)
        (vector["header_prefix"] as String?)?.let(signing::headerPrefix)
        (vector["language"] as String?)?.let(signing::language)
        when (val rule = vector["rule"]) {
            null -> {}
            is String -> signing.rule(rule)
            else -> signing.rule(Typed.rule(Json.`object`(rule)))
        }
        return signing.headers()
    }

    @Suppress("UNCHECKED_CAST")
    override fun event(vector: Map<String, Any?>): CallbackEvent {
        val options = vector["options"] as Map<*, *>? ?: emptyMap<String, Any?>()
        var reader = Callbacks.reader(vector["keys"] as List<String>).allowUnsigned(options["allow_unsigned"] == true)
        (options["max_age"] as Number?)?.let { reader = reader.maxAge(Duration.ofNanos((it.toDouble() * 1e9).toLong())) }
        (options["now"] as Number?)?.let { reader = reader.now(it.toLong()) }
        (options["cbc_iv"] as String?)?.let { reader = reader.cbcIv(it) }
        (vector["form"] as? Map<String, Any?>)?.let { return reader.parse(it) }
        val form = vector["form"] as List<List<String>>?
        return if (form != null) reader.pairs(form) else reader.parse(vector["query"] as String?, vector["body"] as String?)
    }

    override fun client(options: Map<String, Any?>): QiyuesuoClient {
        // What is no text goes the way of the other options.
        val named = listOf("app_token", "app_secret", "environment", "base_url").associateWith { options[it] as? String }
        return QiyuesuoClient(
            appToken = named["app_token"],
            appSecret = named["app_secret"],
            environment = named["environment"],
            baseUrl = named["base_url"],
        ) {
            for ((name, value) in options) if (named[name] == null) Typed.option(this, name, value)
        }
    }

    override fun ways() = listOf(Way { client, asked -> runBlocking { made(client, asked) } })

    private suspend fun made(client: QiyuesuoClient, asked: Asked): Any? {
        val members = asked.request as? Map<*, *>
        if (asked.operation == "request") {
            val raw = Typed.raw(Json.`object`(members), asked.files)
            return if (members!!["answer"] == "bytes") client.awaitDownload(raw) else client.awaitRequest(raw)
        }
        val call = members?.let { Suspending.call(client, asked.operation, it, asked.files) }
        return if (call != null) call.make() else Untyped.submit(client, asked).await()
    }
}
