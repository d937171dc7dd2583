//! The address under which a mini-program opens the platform's plugin with a ticket.
//!
//! The shape is from the page 插件集成说明; the names of the pages and of `env` are from a third-party copy of its
//! table.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Id of the plugin, to be applied for in the console of the mini-program (page 插件集成说明).
pub const PLUGIN_APP_ID: &str = "wxaf8f505686ddf66a";

/// Name of the plugin in the mini-program's `app.json` (page 插件集成说明).
pub const PLUGIN_NAME: &str = "qyssdk-plugin";

/// A page of the plugin. The kind of ticket must match it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PluginPage {
    /// `doc`: signing and viewing a contract.
    Doc,
    /// `enterprise-auth`: company authentication.
    EnterpriseAuth,
    /// `personal-auth`: personal authentication.
    PersonalAuth,
    /// `signature`: authorising silent signing.
    Signature,
}

impl PluginPage {
    /// The page's name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doc => "doc",
            Self::EnterpriseAuth => "enterprise-auth",
            Self::PersonalAuth => "personal-auth",
            Self::Signature => "signature",
        }
    }
}

/// The environment the plugin talks to; it must be the one that issued the ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PluginEnv {
    /// Production, the plugin's own default.
    #[default]
    Com,
    /// The platform's test environment.
    Cn,
}

impl PluginEnv {
    /// The value of `env`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Com => "com",
            Self::Cn => "cn",
        }
    }
}

/// Everything but letters, digits and `-._~` is encoded.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The address for `wx.navigateTo`. It holds the ticket, so it is as secret as that.
///
/// `has_callback` is for mini-programs that listen to the plugin's events (`hasCb`, page 插件集成说明).
///
/// ```
/// use qiyuesuo::plugin::{PluginEnv, PluginPage, plugin_url};
/// let url = plugin_url("a+b", PluginPage::PersonalAuth, PluginEnv::Cn, true);
/// assert_eq!(url, "plugin://qyssdk-plugin/personal-auth?ticket=a%2Bb&env=cn&hasCb=true");
/// ```
pub fn plugin_url(ticket: &str, page: PluginPage, env: PluginEnv, has_callback: bool) -> String {
    let ticket = utf8_percent_encode(ticket, VALUE);
    let (page, env) = (page.as_str(), env.as_str());
    let callback = if has_callback { "&hasCb=true" } else { "" };
    format!("plugin://{PLUGIN_NAME}/{page}?ticket={ticket}&env={env}{callback}")
}
