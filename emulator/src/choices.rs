//! The emulator's own choices as data. None of them is a fact about the platform.

pub(crate) struct Choice {
    pub(crate) topic: &'static str,
    pub(crate) text: &'static str,
}

const fn choice(topic: &'static str, text: &'static str) -> Choice {
    Choice { topic, text }
}

/// Also the source of the list in `docs/emulator.md`; a test compares the two.
pub(crate) const CHOICES: &[Choice] = &[
    choice(
        "gateway.order",
        "Access token, time stamp and signature headers present (441), token (442), nonce header if every accepted \
         rule signs one (441), signature (443), time stamp (444), nonce (445), then routing, parameters, business \
         rules. 441 and 442 were seen on the platform; 443, 444 and 445, with responseCode 11990443, 11990444 and \
         11990445, are invented.",
    ),
    choice("gateway.empty_header", "An empty header counts as missing."),
    choice("gateway.timestamp", "An integer of milliseconds within 15 minutes of the emulator's clock."),
    choice(
        "gateway.nonce",
        "Used up only by a request that passed everything before it, for ten minutes, per token. When more nonces \
         are in use than the limit, the oldest is forgotten.",
    ),
    choice(
        "gateway.rules",
        "md5 when a nonce header is sent, md5-without-nonce when none is, and hmac-sha256-provisional, which is a \
         guess: the platform has published no rule. Signatures are lower-case hexadecimal; upper case is refused.",
    ),
    choice(
        "gateway.agent",
        "Paths below /saas/ need the agent's token and signature; every pair of token and signature that is sent \
         must be right, also where it is not needed. Both pairs share time stamp and nonce.",
    ),
    choice(
        "routing",
        "A known path with another method is HTTP 405, any other path HTTP 404, with code equal to the status and a \
         message that begins with EMULATOR. Both have no responseCode, since 119904xx would say that the \
         credentials are wrong.",
    ),
    choice(
        "parameters",
        "The SDK's own check decides: HTTP 200, code 1005, responseCode 11990005, and the message names the field. \
         Unknown members at the top pass; with the setting parameters = lenient unknown values pass too.",
    ),
    choice("uploads", "50 MB is 50 x 1,048,576 bytes. JSON bodies may have 4 MiB. Beyond: code 11990010."),
    choice(
        "contracts.life",
        "A contract that was drafted here has a life: DRAFT, SIGNING, COMPLETE, REJECTED (refused in the plugin or by \
         the audit), RECALLED, INVALIDING, INVALIDED (with the first signature) and FORCE_END; FILLING and EXPIRED do \
         not come. Signatories without serialNo act in the order of the list. A company without actions is refused \
         unless it has a category; then it has one of the kind COMPANY. A step without operators is done by whoever \
         received the contract. Which seal signs does not matter, and tenantName chooses among companies. A contract \
         has 100 documents at most, and there are as many contracts as tickets. Other contracts exist for tickets, \
         downloads and documents, and are not found by the rest. Each change of state is a callback to the draft's \
         callbackUrl, else to the contract_callback_url that is set.",
    ),
    choice(
        "shapes",
        "Operations whose result nobody has published answer {\"emulated\":\"shape unknown\"}; those whose result is known \
         and of which nothing is kept here answer {\"emulated\":\"nothing is kept of this\"}. Pages and files that are not a \
         contract's say that they are not real.",
    ),
    choice("success", "Carries both code 0 and responseCode 00000000."),
    choice(
        "errors.response_code",
        "1604, 1605, 1110 and 1403 come without responseCode, because their 8-digit form is not known. HTTP 200.",
    ),
    choice(
        "tickets",
        "Look like emulator and 32 hexadecimal digits, live 15 minutes, and can be completed once; one in review \
         once more. Asking for a second ticket does not end the first.",
    ),
    choice(
        "links",
        "Die after 5 minutes unopened and 15 minutes after opening, open once (documented). Their address leads to \
         /_emulator/links/{id}, which counts as opening.",
    ),
    choice(
        "ids",
        "authId, requestId and documentId are rising numbers of 19 digits, given as text. A ticket's id can be \
         asked for once the ticket is completed.",
    ),
    choice(
        "personal.result",
        "A contact has passed once one of its tickets or links has; a later failure does not undo it. A contact \
         nobody knows is realName false; an unknown authId is 1604. mode is told when the person has finished.",
    ),
    choice(
        "personal.mode",
        "A completion without mode takes the request's, else FACE; one in review takes MANUAL.",
    ),
    choice(
        "company.result",
        "Nothing known: status -1. basicStatus is 1 passed, 2 failed, 0 in review, and absent before. authEndTime \
         is in UTC+8. A new request for a company that failed makes it status 1 again; one for a company that \
         passed is 1605, and by name it stays passed whatever becomes of its other tickets.",
    ),
    choice(
        "company.group",
        "The caller's own company is there from the start, identified, with a made-up name. Whoever is invited is a \
         subsidiary at once, without a callback. company.get knows these and the companies whose authentication was \
         asked for; anybody else is UNREGISTERED. A tenantName that is no subsidiary is 11041802 if the company is \
         known, else 11041801; so is the company that is to be removed 11041802.",
    ),
    choice(
        "company.token",
        "There is one application. Its callbackUrl is the setting contract_callback_url; encrypt = true makes plain \
         callbacks signed and encrypted ones, false signed ones plain JSON. AES_CBC is 1005.",
    ),
    choice(
        "employees",
        "Nobody is there at the start; lists have the first added first. Who is an employee already is answered as \
         they are, and who has left comes back with the old id. 1703 is told where a name is not the employee's. \
         realName follows personal authentications. transferEmployee may be any contact, and inherits the roles. 1705, \
         and the lock after five equal requests, are not played.",
    ),
    choice(
        "role.manage",
        "All or none: the first who is no employee is the answer. Giving a role twice, or taking one that is not \
         there, is a success.",
    ),
    choice(
        "seals",
        "None is there at the start; lists have the first made first, and modify times are in UTC+8. Without users a \
         seal is for the employees who administrate seals. SPECIAL_SEAL without foot and FOREIGN_MIX_SEAL without \
         enContent are 12072210. A picture waits for POST /_emulator/tickets/{applyId}/complete, or for an outcome that \
         the settings have for everybody; 11011204 and 11011205 are about the legal representative's seal alone. \
         Switching to the state a seal has, and deleting one in use or deleted, is 1203. The lock after five equal \
         edits is not played, and nothing of a picture is kept.",
    ),
    choice(
        "customer.create",
        "A company needs companyName (1005). Nothing is kept: no call shows customers.",
    ),
    choice(
        "contracts",
        "Contracts listed in the settings are missing (11011126) or forbidden (1110). Downloads are a small PDF; \
         addbyfile keeps nothing of the file.",
    ),
    choice("personal_sign.query", "Answers a list of the authorisations given, with the callback's members."),
    choice("checkhealth", "result is the text OK."),
    choice(
        "callbacks.ticket",
        "A ticket's callback has the form documented for a link's. The platform does not say so.",
    ),
    choice(
        "callbacks.events",
        "One callback a completion: a company's intermediate steps are not told. No callback for a refused \
         personal-sign authorisation, for privileges and for viewing tickets.",
    ),
    choice(
        "callbacks.plan",
        "The documented pauses after each attempt that is not received, times callback_time_scale: authentications \
         0, 1 min, 1 min; contracts 5 min, 2 h x 4, 12 h, 24 h; personal signing and seal reviews 5 min, 2 h, 12 h, 24 h. An attempt \
         has 5 seconds. Redirects are not followed.",
    ),
    choice(
        "callbacks.signed",
        "Authentications and contracts are plain unless the setting callback_form says signed or both: signature = \
         md5(timestamp + key), content = JSON of the fields, encrypted with AES-128-ECB, PKCS#7, base64, or not. \
         For authentications the platform documents no signature. time stamp and signature stay the same from \
         attempt to attempt.",
    ),
    choice(
        "callbacks.saas",
        "SaaS company authentication is always signed and encrypted, with the key of the emulator, the plan of \
         authentications, and counts as received with any 2xx. companyId is the requestId.",
    ),
    choice(
        "callbacks.contract",
        "Sent to contract_callback_url when a signing ticket is completed: contractStatus COMPLETE, REJECTED or, in \
         review, SIGNING; callbackType and tenantType PERSONAL. Any 2xx counts as received.",
    ),
    choice(
        "callbacks.seal_review",
        "Plain, with detail as JSON text: sealType, sealName, and sealId or rejectReason. Received with any 2xx whose \
         body is {\"responseCode\":00000000}, with or without quotes around the zeros.",
    ),
    choice(
        "callbacks.address",
        "Only http, and only to loopback unless allow_remote is on; else it is refused.",
    ),
    choice(
        "faults",
        "Strike after the gateway's checks, so the nonce is used up, and before anything else happens, except \
         cut_after and latency, after which the request has had its effect.",
    ),
    choice(
        "memory",
        "Everything has a cap; the oldest goes first. A result whose ticket was forgotten is forgotten by id, not \
         by contact.",
    ),
];
