//! Names as lists of words, and words joined again.

/// The words of a name, lower case: `idCardNo`, `id_card_no`, `IDCardNo` are `id card no`.
pub fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.extend(take(&mut word));
            continue;
        }
        let after_lower = index > 0 && !chars[index - 1].is_uppercase();
        // The last capital of several begins the next word: `IDCard`.
        let before_lower = index > 0 && chars.get(index + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_lower || before_lower) {
            words.extend(take(&mut word));
        }
        word.extend(c.to_lowercase());
    }
    words.extend(take(&mut word));
    words
}

fn take(word: &mut String) -> Option<String> {
    (!word.is_empty()).then(|| std::mem::take(word))
}

/// `id_card_no`.
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `IdCardNo`.
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capital(word)).collect()
}

/// `idCardNo`.
pub fn camel(name: &str) -> String {
    words(name)
        .iter()
        .enumerate()
        .map(|(index, word)| if index == 0 { word.clone() } else { capital(word) })
        .collect()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_their_form() {
        for (name, snaked, pascaled, cameled) in [
            ("idCardNo", "id_card_no", "IdCardNo", "idCardNo"),
            ("personal_auth", "personal_auth", "PersonalAuth", "personalAuth"),
            ("FILE_STATISTICS", "file_statistics", "FileStatistics", "fileStatistics"),
            ("authURL", "auth_url", "AuthUrl", "authUrl"),
            ("IDCard", "id_card", "IdCard", "idCard"),
            ("create_h5_link", "create_h5_link", "CreateH5Link", "createH5Link"),
        ] {
            assert_eq!(
                (snake(name), pascal(name), camel(name)),
                (snaked.into(), pascaled.into(), cameled.into())
            );
        }
    }
}
