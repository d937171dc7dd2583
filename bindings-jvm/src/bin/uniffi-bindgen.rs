//! UniFFI's generator, in the version of the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
