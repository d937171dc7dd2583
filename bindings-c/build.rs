//! Holds `include/qiyuesuo.h` against the code, names the library for the loader and keeps it in memory: a library with
//! live threads must never be unloaded.

use std::path::Path;
use std::{env, fs};

const HEADER: &str = "include/qiyuesuo.h";

/// Set to `write`, the header is written instead of compared.
const VARIABLE: &str = "QYS_HEADER";

fn main() {
    for input in ["src", "cbindgen.toml", HEADER] {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
        // The number is the version of the ABI.
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libqiyuesuo.so.1");
    }
    header();
}

fn header() {
    let here = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let path = Path::new(&here).join(HEADER);
    let bindings = match cbindgen::generate(&here) {
        Ok(bindings) => bindings,
        Err(error) => {
            println!("cargo::error=cbindgen: {error}");
            return;
        }
    };
    let mut text = contract(&here).into_bytes();
    bindings.write(&mut text);
    if env::var(VARIABLE).as_deref() == Ok("write") {
        fs::write(&path, text).expect("the header can be written");
    } else if fs::read(&path).unwrap_or_default() != text {
        println!(
            "cargo::error=bindings-c/{HEADER} is out of date: run `make generate` and commit what it changes"
        );
    }
}

/// The documentation of the crate, which is the contract, as a comment.
fn contract(here: &str) -> String {
    let source = fs::read_to_string(Path::new(here).join("src/lib.rs")).expect("the crate has a root");
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.map(|line| format!("//{line}\n").replace("[`", "").replace("`]", ""));
    format!(
        "{}//\n// Written by `make generate` from bindings-c/src. Do not edit.\n\n",
        lines.collect::<String>()
    )
}
