package unofficial.qiyuesuo.kotlin

import kotlinx.coroutines.future.await
import unofficial.qiyuesuo.CallOptions
import unofficial.qiyuesuo.Download
import unofficial.qiyuesuo.QiyuesuoClient
import unofficial.qiyuesuo.RawReply
import unofficial.qiyuesuo.RawRequest

/**
 * A client. What is not given comes from the environment (`QYS_*`), then from the default.
 *
 * @param configure every other option: `{ totalTimeout(Duration.ofSeconds(5)) }`
 */
public fun QiyuesuoClient(
    appToken: String? = null,
    appSecret: String? = null,
    environment: String? = null,
    baseUrl: String? = null,
    configure: QiyuesuoClient.Builder.() -> Unit = {},
): QiyuesuoClient =
    QiyuesuoClient.builder()
        .appToken(appToken)
        .appSecret(appSecret)
        .environment(environment)
        .baseUrl(baseUrl)
        .apply(configure)
        .build()

/** Any call of the platform whose answer is JSON. Cancelling the coroutine drops the request. */
public suspend fun QiyuesuoClient.awaitRequest(request: RawRequest, options: CallOptions = CallOptions.NONE): RawReply =
    requestAsync(request, options).await()

/** Any call of the platform whose answer is a file. Cancelling the coroutine drops the request. */
public suspend fun QiyuesuoClient.awaitDownload(request: RawRequest, options: CallOptions = CallOptions.NONE): Download =
    downloadAsync(request, options).await()
