//! Keeps the library in memory, since one with live threads must never be unloaded, and its functions together: JNA opens
//! libraries for all to see, so without `-Bsymbolic` a second copy (of a second class loader) would call into the first.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
        println!("cargo::rustc-cdylib-link-arg=-Wl,-Bsymbolic");
    }
}
