//! What the Chinese pages say of things that the core describes in English. Nothing may be missing here, and nothing be
//! left over: generating fails.

use crate::model::Text;

/// Kinds of errors: name, when it comes, what to do about it.
const ERRORS: &[(&str, [&str; 2])] = &[
    (
        "configuration",
        ["配置项缺失或有误；没有 agent 却调用 `saas.*`；客户端已关闭", "改 `field` 指出的配置项"],
    ),
    ("validation", ["请求有误，没有发出去", "改 `field` 指出的字段，消息里列出允许的取值"]),
    (
        "connection",
        [
            "没有应答：DNS、拒绝连接、连接重置、TLS、代理、应答中途断开",
            "检查地址、网络、代理、证书，稍后再试",
        ],
    ),
    ("timeout", ["超时，消息说明是哪一个", "稍后再试，或放宽时间"]),
    ("api", ["平台返回的 `code` 不是成功，或其他 4xx 状态", "看 `code` 和平台的消息"]),
    (
        "authentication",
        [
            "HTTP 状态或 code 为 440 到 449，或 code 为 119904xx",
            "消息里写了查什么：token、环境、secret、签名规则、时钟",
        ],
    ),
    ("permission", ["HTTP 403，code 1002 或 14990002", "请平台为你的应用开通接口"]),
    ("rate_limit", ["HTTP 429，code 11990006", "等一等；平台给了时间就在 `retry_after` 里"]),
    ("server", ["HTTP 500 及以上，code 1001 或 21990001", "稍后再试"]),
    (
        "invalid_response",
        ["不是平台的应答：HTML、空、过长、重定向、成功却没有结果", "检查 `base_url` 和中间的网络设备"],
    ),
    ("callback", ["回调没有签名、被伪造、太旧、解不开，或根本不是回调", "不要据此处理业务，回 HTTP 400"]),
    ("cancelled", ["调用进行中客户端被关闭，或调用被取消", "无需处理"]),
    ("internal", ["本 SDK 的缺陷", "请反馈"]),
];

/// Options of a client: name, what it does, its default.
const OPTIONS: &[(&str, [&str; 2])] = &[
    ("app_token", ["应用的 App Token，在开放平台控制台查看。", "没有 agent 时必填"]),
    ("app_secret", ["应用的 App Secret，只用来算签名，不会发送出去。", "没有 agent 时必填"]),
    (
        "app_secret_file",
        [
            "存放 App Secret 的文件，末尾的一个换行和开头的字节顺序标记（BOM）会被去掉。不能和 `app_secret` 同时给。",
            "无",
        ],
    ),
    (
        "agent",
        [
            "代理商（SaaS）的 token 和 secret：`QYS_AGENT_TOKEN` 和 `QYS_AGENT_SECRET`，要么都设要么都不设；或 `{\"token\", \"secret\"}`。`saas` 的调用必须有它。",
            "无",
        ],
    ),
    (
        "environment",
        [
            "平台的生产环境或它自己的测试环境：`production` 是 `https://openapi.qiyuesuo.com`，`test` 是 `https://openapi.qiyuesuo.cn`。两个环境的 token 互不通用。",
            "production",
        ],
    ),
    (
        "base_url",
        [
            "其他地址，例如模拟器或私有化部署。其中的路径当作前缀。不能带 query、fragment 和用户名。不能和 `environment` 同时给。",
            "由 environment 决定",
        ],
    ),
    ("connect_timeout", ["建立连接的最长时间，包括 DNS、TCP、代理和 TLS。单位秒。", "5 s"]),
    ("attempt_timeout", ["单次尝试的最长时间，从建立连接到收完应答。单位秒。", "15 s"]),
    ("total_timeout", ["一次调用的最长时间，包含所有尝试和等待。单位秒。", "60 s"]),
    ("max_retries", ["最多重试几次。0 表示不重试，但时钟校正仍然有效。", "2"]),
    (
        "proxy",
        [
            "代理的 `http://`、`https://` 或 `socks5://` 地址，需要认证时写 `user:password@`；`direct` 表示不理会系统代理。本机地址只有在这里设了代理才走代理。",
            "系统的 HTTPS_PROXY、NO_PROXY",
        ],
    ),
    ("ca_pem", ["受信任的 CA 证书（PEM 文本），会替换系统证书。", "系统证书，或 SSL_CERT_FILE"]),
    ("ca_file", ["存放受信任的 CA 证书的 PEM 文件。不能和 `ca_pem` 同时给。", "无"]),
    ("allow_http", ["允许对本机以外的地址用明文 HTTP。凭证和个人信息会以明文传输。", "off"]),
    ("pool_idle_timeout", ["空闲连接保留多久。单位秒。", "30 s"]),
    (
        "pool_max_idle",
        [
            "最多保留多少个空闲连接；不设置时，与 `pool_idle_timeout` 内同时进行的调用一样多，突发的调用不必重新建连。",
            "不限",
        ],
    ),
    ("connection_max_age", ["连接用于新调用的最长时间，过后重建，以便感知 DNS 变化。单位秒。", "10 min"]),
    ("signature", ["签名规则：预设名，或 JSON 描述的规则。", "md5"]),
    ("header_prefix", ["平台请求头的前缀。私有化部署用 `x-qys-`。", "x-qys-open-"]),
    ("language", ["语言请求头的值。平台接受哪些值没有公开。", "不发送"]),
    ("validation", ["`strict` 或 `lenient`。", "strict"]),
    ("app_info", ["附加到 User-Agent，写你的应用的 `名称/版本`。", "空"]),
    ("clock_correction", ["本机时钟不准时，按平台时间重签再发一次。", "on"]),
    ("capture_bodies", ["错误对象的 `body` 不做掩码。里面可能有个人信息。", "off"]),
    ("max_download_bytes", ["下载应答的最大字节数。", "104857600（100 MiB）"]),
    (
        "calls_per_second",
        [
            "每秒最多发起多少次调用，使用同一客户端或视图的调用合并计算；平台答复调用过于频繁时，全部调用一起暂停：平台给了时间就按它的时间，否则 1 秒起，每次加倍，最长 60 秒。0 表示不限速，但仍会一起暂停。等待的时间不计入 `total_timeout`。",
            "不限速，不暂停",
        ],
    ),
];

/// What each option does, and its default.
///
/// # Errors
/// An option that is missing here, or is none.
pub fn options(english: &[(&str, [&str; 2])]) -> Result<Vec<[Text; 2]>, String> {
    beside("option", english, OPTIONS)
}

/// When each kind of error comes, and what to do about it.
///
/// # Errors
/// A kind that is missing here, or is none.
pub fn errors(english: &[(&str, [&str; 2])]) -> Result<Vec<[Text; 2]>, String> {
    beside("kind of error", english, ERRORS)
}

/// Types of callbacks: name, what they are told from, what is known of their fields.
const CALLBACK_TYPES: &[(&str, [&str; 2])] = &[
    (
        "contract",
        [
            "`contractId`",
            "`contractStatus`、`callbackType`、`tenantType`、`tenantName`、`contact`、`tenantId`",
        ],
    ),
    ("seal_review", ["`applyId`", "`result`、`detail`"]),
    (
        "personal_auth",
        [
            "`authId`，或 `mode` 加 `status`",
            "`mode`、`status`：`1` 通过，`2` 失败，`3` 人工审核中（`personal_auth_status()`）",
        ],
    ),
    (
        "company_auth",
        [
            "`requestId`",
            "`status`、`actionEvent`、`authInfo`；`status` 0 进行中、1 通过、2 失败，与 `get_result` 的编号不同",
        ],
    ),
    ("personal_sign", ["`item`，或 `authDeadline` 加 `user`", "`item` 为 `AUTHORIZE` 或 `DEAUTHORIZE`"]),
    ("unknown", ["以上都不是", "收到什么就是什么"]),
];

/// How sure it is that the platform sent a callback: name, what it means.
const AUTHENTICITIES: &[(&str, [&str; 1])] = &[
    ("none", ["任何人都可能发送"]),
    (
        "timestamp_only",
        [
            "知道密钥的人为这个时间戳做过签名；**字段不在签名范围内**：谁见过一个这样的回调，就能用它的签名发送任意字段",
        ],
    ),
    (
        "encrypted",
        ["字段是用密钥加密的。AES 本身没有完整性保护：难以伪造，但不能排除被改动；见过它的人还可以原样重发"],
    ),
];

/// Options of reading a callback: name, what it does, its default.
const CALLBACK_OPTIONS: &[(&str, [&str; 2])] = &[
    ("allow_unsigned", ["接受没有签名的回调。文档里个人认证的回调没有签名。", "关闭"]),
    (
        "max_age",
        [
            "拒绝签名更旧的回调，以及时间戳没有签名的加密回调。单位秒。",
            "不限，因为文档写明的重发会持续一天以上",
        ],
    ),
    ("cbc_iv", ["AES-CBC 加密内容的初始向量，16 个字符。", "无，按 AES-ECB 解"]),
    ("now", ["用来比较的时间，自 1970 年起的毫秒数。", "当前时间"]),
    (
        "remember",
        [
            "在 `repeated` 里说明本进程在这段时间内是否收到过同一个回调。不会拒绝：平台会重发，直到得到应答。最多记 65,536 个，只存摘要。单位秒。",
            "关闭",
        ],
    ),
];

/// What callbacks of each type are told from, and what is known of their fields.
///
/// # Errors
/// A type that is missing here, or is none.
pub fn callback_types(english: &[(&str, [&str; 2])]) -> Result<Vec<[Text; 2]>, String> {
    beside("type of callback", english, CALLBACK_TYPES)
}

/// What each authenticity means.
///
/// # Errors
/// One that is missing here, or is none.
pub fn authenticities(english: &[(&str, [&str; 1])]) -> Result<Vec<[Text; 1]>, String> {
    beside("authenticity", english, AUTHENTICITIES)
}

/// What each option of reading a callback does, and its default.
///
/// # Errors
/// An option that is missing here, or is none.
pub fn callback_options(english: &[(&str, [&str; 2])]) -> Result<Vec<[Text; 2]>, String> {
    beside("option of a callback", english, CALLBACK_OPTIONS)
}

/// A list of English texts with what the Chinese pages say in their place, by name.
fn beside<const N: usize>(
    what: &str,
    english: &[(&str, [&str; N])],
    chinese: &[(&str, [&str; N])],
) -> Result<Vec<[Text; N]>, String> {
    if let Some((name, _)) = chinese.iter().find(|(name, _)| english.iter().all(|(own, _)| own != name)) {
        return Err(format!("xtask/src/chinese.rs: there is no {what} `{name}`"));
    }
    let text = |(name, texts): &(&str, [&str; N])| {
        let found = chinese.iter().find(|(own, _)| own == name);
        let (_, zh) = found.ok_or_else(|| format!("xtask/src/chinese.rs: the {what} `{name}` is missing"))?;
        Ok(std::array::from_fn(|at| Text { en: texts[at].to_owned(), zh: zh[at].to_owned() }))
    };
    english.iter().map(text).collect()
}
