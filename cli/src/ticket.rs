//! `qys ticket`: tickets for the mini-program plugin.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::global::Global;
use crate::request::Request;
use crate::{input, output};

#[derive(Subcommand)]
pub enum TicketCommand {
    /// 生成个人认证令牌: a ticket with which a person is identified
    PersonalAuth(PersonalAuth),
    /// 生成企业认证令牌: a ticket with which a company is identified
    CompanyAuth(CompanyAuth),
    /// 生成合同签署令牌: a ticket that opens a contract for signing
    ContractSign(ContractSign),
    /// A ticket that shows a contract
    ContractView(ContractView),
    /// A ticket with which a person authorises silent signing
    PersonalSign(PersonalSign),
}

#[derive(Args)]
struct Common {
    /// The request as a JSON object: @FILE, - for stdin, or text; options are laid over it. Keeps personal data off
    /// the command line
    #[arg(long, value_name = "JSON", help_heading = "Request")]
    json: Option<String>,
    /// A member the request does not declare, put into the body; VALUE is JSON, or else text
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Request")]
    extra: Vec<String>,
    /// Also print the address that opens the plugin with the ticket, on stderr
    #[arg(long)]
    plugin_url: bool,
}

#[derive(Args)]
struct Person {
    /// Telephone number or mail address of the person
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// Kind of contact: MOBILE or EMAIL; for contracts also EMPLOYEEID or NUMBER
    #[arg(long, value_name = "TYPE")]
    contact_type: Option<String>,
}

/// What is known of a person's identity.
#[derive(Args)]
struct Identity {
    /// How the person is identified: IVS, FACE, ALIPAY, BANK or DEFAULT (any way that is available)
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// Kind of document: IDCARD, PASSPORT, HKMP or MTPS
    #[arg(long, value_name = "TYPE")]
    paper_type: Option<String>,
    /// Name of the person
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Identity number
    #[arg(long, value_name = "NUMBER")]
    id_card_no: Option<String>,
    /// Number of the bank card
    #[arg(long, value_name = "NUMBER")]
    bank_no: Option<String>,
    /// Telephone number the bank knows
    #[arg(long, value_name = "NUMBER")]
    bank_mobile: Option<String>,
    /// A way to fall back to: IVS, FACE, ALIPAY, BANK or MANUAL; can be given several times
    #[arg(long = "other-mode", value_name = "MODE")]
    other_modes: Vec<String>,
    /// What the person may change: USERNAME, IDCARDNO, BANKNO or BANKMOBILE; can be given several times
    #[arg(long = "modify-field", value_name = "FIELD")]
    modify_fields: Vec<String>,
}

#[derive(Args)]
pub struct PersonalAuth {
    #[command(flatten)]
    person: Person,
    #[command(flatten)]
    identity: Identity,
    /// Where the platform reports the outcome
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct CompanyAuth {
    /// Name of the company
    #[arg(long, value_name = "NAME")]
    company_name: Option<String>,
    /// Name of the person who applies
    #[arg(long, value_name = "NAME")]
    applicant_name: Option<String>,
    #[command(flatten)]
    person: Person,
    /// Registration number of the company
    #[arg(long, value_name = "NUMBER")]
    register_no: Option<String>,
    /// Name of the legal representative
    #[arg(long, value_name = "NAME")]
    legal_person: Option<String>,
    /// Where the platform reports the outcome
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// Whether the page has a close button
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    close_button: Option<bool>,
    /// What may be changed: corpName, registerNo, legalPerson, with --license also license; can be given several times
    #[arg(long = "modify-field", value_name = "FIELD")]
    modify_fields: Vec<String>,
    /// The business licence; the request is then sent with this file
    #[arg(long, value_name = "FILE")]
    license: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct ContractSign {
    /// Id of the contract; this or --biz-id
    #[arg(long, value_name = "ID")]
    contract_id: Option<String>,
    /// Id of the contract in your own system; this or --contract-id
    #[arg(long, value_name = "ID")]
    biz_id: Option<String>,
    /// Name of a subsidiary; goes with --biz-id
    #[arg(long, value_name = "NAME")]
    tenant_name: Option<String>,
    #[command(flatten)]
    person: Person,
    /// Hide the settings of the signing password
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    hide_password_settings: Option<bool>,
    /// Allow the signing password for 30 minutes after a first contract signed by code
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    allow_password_sign: Option<bool>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct ContractView {
    /// Id of the contract; this or --biz-id
    #[arg(long, value_name = "ID")]
    contract_id: Option<String>,
    /// Id of the contract in your own system; this or --contract-id
    #[arg(long, value_name = "ID")]
    biz_id: Option<String>,
    /// Id of one document of the contract
    #[arg(long, value_name = "ID")]
    document_id: Option<String>,
    /// Name of a subsidiary
    #[arg(long, value_name = "NAME")]
    tenant_name: Option<String>,
    /// Language of the page: cn or en
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Colour of the theme
    #[arg(long, value_name = "COLOUR")]
    theme_color: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct PersonalSign {
    #[command(flatten)]
    person: Person,
    /// Name of the person who authorises
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Last day of the authorisation, yyyy-MM-dd
    #[arg(long, value_name = "DATE")]
    auth_deadline: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    remark: Option<String>,
    /// Where the platform reports the outcome
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// Name of a subsidiary
    #[arg(long, value_name = "NAME")]
    tenant_name: Option<String>,
    /// How the person confirms; the values are not documented
    #[arg(long, value_name = "METHOD")]
    auth_method: Option<String>,
    #[command(flatten)]
    identity: Identity,
    /// Colour of the theme
    #[arg(long, value_name = "COLOUR")]
    theme_color: Option<String>,
    /// Allow the person's own automatic signing
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    allow_personal_auto: Option<bool>,
    /// Let the person change the deadline
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    auth_time_modifiable: Option<bool>,
    #[command(flatten)]
    common: Common,
}

pub fn run(global: &Global, command: TicketCommand) -> Result<(), Failure> {
    let (request, wants_plugin_url) = match command {
        TicketCommand::PersonalAuth(args) => personal_auth(args)?,
        TicketCommand::CompanyAuth(args) => company_auth(args)?,
        TicketCommand::ContractSign(args) => contract_sign(args)?,
        TicketCommand::ContractView(args) => contract_view(args)?,
        TicketCommand::PersonalSign(args) => personal_sign(args)?,
    };
    let answer = request.send(global)?;
    let plugin_url = answer.plugin_url();
    if global.output.is_json() {
        let mut document = answer.document();
        document["plugin_url"] = plugin_url.into();
        return Ok(output::json(&document)?);
    }
    output::line(&answer.ticket())?;
    if let (true, Some(plugin_url)) = (wants_plugin_url, plugin_url) {
        output::stderr(&plugin_url);
    }
    Ok(())
}

fn personal_auth(args: PersonalAuth) -> Result<(Request, bool), Failure> {
    let PersonalAuth { person, identity, callback_url, common } = args;
    let request = Request::over("personal_auth.create_ticket", common.json.as_deref())?
        .field("user.contact", "--contact", person.contact)
        .field("user.contactType", "--contact-type", person.contact_type)
        .field("mode", "--mode", identity.mode)
        .field("paperType", "--paper-type", identity.paper_type)
        .field("username", "--username", identity.username)
        .field("idCardNo", "--id-card-no", identity.id_card_no)
        .field("bankNo", "--bank-no", identity.bank_no)
        .field("bankMobile", "--bank-mobile", identity.bank_mobile)
        .list("otherModes", "--other-mode", identity.other_modes)
        .list("modifyFields", "--modify-field", identity.modify_fields)
        .field("callbackUrl", "--callback-url", callback_url)
        .extra(&common.extra)?;
    Ok((request, common.plugin_url))
}

fn company_auth(args: CompanyAuth) -> Result<(Request, bool), Failure> {
    let CompanyAuth { person, common, modify_fields, .. } = args;
    let license =
        args.license.as_deref().map(|path| input::part("--license", "license", path)).transpose()?;
    let operation = match license {
        Some(_) => "company_auth.create_ticket_with_license",
        None => "company_auth.create_ticket",
    };
    let request = Request::over(operation, common.json.as_deref())?
        .field("companyName", "--company-name", args.company_name)
        .field("applicant.name", "--applicant-name", args.applicant_name)
        .field("applicant.contact", "--contact", person.contact)
        .field("applicant.contactType", "--contact-type", person.contact_type)
        .field("registerNo", "--register-no", args.register_no)
        .field("legalPerson", "--legal-person", args.legal_person)
        .field("callbackUrl", "--callback-url", args.callback_url)
        .field("closeButton", "--close-button", args.close_button)
        // This operation takes a list with commas, unlike the personal one.
        .field("modifyFields", "--modify-field", (!modify_fields.is_empty()).then(|| modify_fields.join(",")))
        .file(license, "--license")
        .extra(&common.extra)?;
    Ok((request, common.plugin_url))
}

fn contract_sign(args: ContractSign) -> Result<(Request, bool), Failure> {
    let ContractSign { person, common, .. } = args;
    let request = Request::over("contract.create_sign_ticket", common.json.as_deref())?
        .field("contractId", "--contract-id", args.contract_id)
        .field("bizId", "--biz-id", args.biz_id)
        .field("tenantName", "--tenant-name", args.tenant_name)
        .field("user.contact", "--contact", person.contact)
        .field("user.contactType", "--contact-type", person.contact_type)
        .field("hidePasswordSettings", "--hide-password-settings", args.hide_password_settings)
        .field("allowPasswordSign", "--allow-password-sign", args.allow_password_sign)
        .extra(&common.extra)?;
    Ok((request, common.plugin_url))
}

fn contract_view(args: ContractView) -> Result<(Request, bool), Failure> {
    let ContractView { common, .. } = args;
    let request = Request::over("contract.create_view_ticket", common.json.as_deref())?
        .field("contractId", "--contract-id", args.contract_id)
        .field("bizId", "--biz-id", args.biz_id)
        .field("documentId", "--document-id", args.document_id)
        .field("tenantName", "--tenant-name", args.tenant_name)
        .field("lang", "--lang", args.lang)
        .field("themeColor", "--theme-color", args.theme_color)
        .extra(&common.extra)?;
    Ok((request, common.plugin_url))
}

fn personal_sign(args: PersonalSign) -> Result<(Request, bool), Failure> {
    let PersonalSign { person, identity, common, .. } = args;
    let request = Request::over("personal_sign.create_ticket", common.json.as_deref())?
        .field("user.contact", "--contact", person.contact)
        .field("user.contactType", "--contact-type", person.contact_type)
        .field("user.name", "--name", args.name)
        .field("authDeadline", "--auth-deadline", args.auth_deadline)
        .field("remark", "--remark", args.remark)
        .field("callbackUrl", "--callback-url", args.callback_url)
        .field("tenantName", "--tenant-name", args.tenant_name)
        .field("authMethod", "--auth-method", args.auth_method)
        .field("authInfo.mode", "--mode", identity.mode)
        .field("authInfo.paperType", "--paper-type", identity.paper_type)
        .field("authInfo.username", "--username", identity.username)
        .field("authInfo.idCardNo", "--id-card-no", identity.id_card_no)
        .field("authInfo.bankNo", "--bank-no", identity.bank_no)
        .field("authInfo.bankMobile", "--bank-mobile", identity.bank_mobile)
        .list("authInfo.otherModes", "--other-mode", identity.other_modes)
        .list("authInfo.modifyFields", "--modify-field", identity.modify_fields)
        .field("pageStyle.themeColor", "--theme-color", args.theme_color)
        .field("allowPersonalAuto", "--allow-personal-auto", args.allow_personal_auto)
        .field("authTimeModifiable", "--auth-time-modifiable", args.auth_time_modifiable)
        .extra(&common.extra)?;
    Ok((request, common.plugin_url))
}
