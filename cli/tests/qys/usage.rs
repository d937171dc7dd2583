//! Usage, colours, completions.

use crate::support::{Platform, qys};

#[test]
fn unknown_options_and_commands() {
    qys(&["doctor", "--colour"]).expect(2).tells("--colour");
    qys(&["doctr"]).expect(2).tells("doctor");
    qys(&["ticket", "personal-auth", "--contct", "1"]).expect(2).tells("--contact");
    qys(&[]).expect(2);
    qys(&["call", "GET"]).expect(2).tells("<PATH>");
    qys(&["doctor", "--environment", "sandbox"]).expect(2).tells("production");
    for timeout in ["0", "-1", "soon", "inf", "90000"] {
        qys(&["doctor", &format!("--timeout={timeout}")]).expect(2).tells("seconds");
    }
    let run = qys(&["doctor", "--colour", "--output", "json"]).expect(2);
    assert_eq!(run.error()["kind"], "usage");
    assert!(run.stdout.is_empty());
}

#[test]
fn no_colour_where_it_is_not_wanted() {
    let platform = Platform::start();
    // Not a terminal, and colours are not forced.
    for run in [
        platform.qys(&["doctor"]).run(),
        platform.qys(&["doctor"]).env("NO_COLOR", "1").run(),
        qys(&["--help"]).env("NO_COLOR", "1").run(),
        qys(&["doctor", "--colour"]).env("NO_COLOR", "1").run(),
        qys(&["sign"]).run(),
    ] {
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run:?}");
    }
    // Forced, they are there: so the streams above did take them out.
    assert!(platform.qys(&["doctor"]).env("CLICOLOR_FORCE", "1").run().stdout.contains('\u{1b}'));
}

#[test]
fn help_says_that_it_is_unofficial() {
    let help = qys(&["--help"]).expect(0).stdout;
    assert!(help.contains("unofficial") && help.contains("QYS_APP_SECRET"), "{help}");
    for command in ["ticket", "auth", "call", "sign", "callback", "emulator", "doctor", "demo", "completions"]
    {
        assert!(help.contains(command), "{command}");
        qys(&[command, "--help"]).expect(0);
    }
    assert!(qys(&["--version"]).expect(0).stdout.starts_with("qys "));
}

#[test]
fn completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(qys(&["completions", shell]).expect(0).stdout.contains("personal-auth"));
    }
}
