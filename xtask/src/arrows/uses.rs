//! Which module of a crate uses which, from its sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::graph::Graph;

/// The modules at the top of the crate in a folder of the repository. What is only compiled for tests is left out, as is
/// the root of the crate, which names all modules; a name that it makes public is the module's it comes from.
///
/// # Errors
/// A source that cannot be read.
pub fn modules(root: &Path, folder: &str) -> Result<Graph, String> {
    let base = root.join(folder).join("src");
    let mut sources = Vec::new();
    read(&base, &base, &mut sources)?;
    let mut paths = BTreeSet::new();
    let mut public = BTreeMap::new();
    let mut tests = BTreeSet::new();
    for source in &sources {
        let tokens: Vec<TokenTree> = source.tokens.clone().into_iter().collect();
        if source.module.is_empty() {
            made_public(&tokens, &mut public);
        }
        tests.extend(test_files(source, &tokens));
    }
    sources.retain(|source| !tests.contains(&source.path));
    paths.extend(sources.iter().filter_map(|source| source.module.first().cloned()));
    let mut graph = Graph::new(folder, paths.clone());
    for source in sources.iter().filter(|source| !source.module.is_empty()) {
        let mut found = Vec::new();
        walk(source.tokens.clone(), &source.module, &mut found);
        for (name, line) in found {
            let to = if paths.contains(&name) { Some(&name) } else { public.get(&name) };
            if let Some(to) = to.filter(|to| paths.contains(*to)) {
                let at = format!("{folder}/src/{}:{line}", source.path.display());
                graph.add(&source.module[0], to, &at);
            }
        }
    }
    Ok(graph)
}

struct Source {
    /// From the folder of the sources.
    path: PathBuf,
    /// Where its own modules are.
    children: PathBuf,
    /// Empty for the root of the crate.
    module: Vec<String>,
    tokens: TokenStream,
}

fn read(base: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display, path: &Path| format!("{}: {error}", path.display());
    let entries = fs::read_dir(folder).map_err(|error| told(&error, folder))?;
    let mut entries: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read(base, &path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).map_err(|error| told(&error, &path))?;
            let tokens = TokenStream::from_str(&text).map_err(|error| told(&error, &path))?;
            let path = path.strip_prefix(base).unwrap_or(&path).to_path_buf();
            let mut children = path.with_extension("");
            if ["lib", "main", "mod"].iter().any(|name| children.ends_with(name)) {
                children.pop();
            }
            let module = children.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            sources.push(Source { path, children, module, tokens });
        }
    }
    Ok(())
}

/// The first names of all paths from the root of the crate, with their lines.
fn walk(tokens: TokenStream, module: &[String], found: &mut Vec<(String, usize)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = for_tests(&tokens, at) {
            at = end;
            continue;
        }
        match &tokens[at] {
            TokenTree::Ident(word) if word == "mod" => {
                if let [TokenTree::Ident(name), TokenTree::Group(body), ..] = &tokens[at + 1..] {
                    let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
                    walk(body.stream(), &inner, found);
                    at += 2;
                }
            }
            TokenTree::Ident(word) if word == "crate" => {
                found.extend(first_names(&tokens[at + 1..]));
            }
            TokenTree::Ident(word) if word == "super" && !after_colons(&tokens, at) => {
                let mut rest = at + 1;
                let mut levels = 1;
                while is_word(tokens.get(rest + 2), "super") {
                    levels += 1;
                    rest += 3;
                }
                let names = first_names(&tokens[rest..]);
                // Else it is still within the module at the top.
                if module.len() == levels {
                    found.extend(names);
                }
                at = rest - 1;
            }
            TokenTree::Group(group) => walk(group.stream(), module, found),
            _ => {}
        }
        at += 1;
    }
}

/// Of `::name` and `::{name, name::more}` the names.
fn first_names(tokens: &[TokenTree]) -> Vec<(String, usize)> {
    match tokens {
        [TokenTree::Punct(_), TokenTree::Punct(colon), TokenTree::Ident(name), ..]
            if colon.as_char() == ':' =>
        {
            vec![(name.to_string(), name.span().start().line)]
        }
        [TokenTree::Punct(_), TokenTree::Punct(colon), TokenTree::Group(group), ..]
            if colon.as_char() == ':' =>
        {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let parts =
                inner.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
            let names = parts.filter_map(|part| match part.first() {
                Some(TokenTree::Ident(name)) => Some((name.to_string(), name.span().start().line)),
                _ => None,
            });
            names.collect()
        }
        _ => Vec::new(),
    }
}

/// What the root makes public or uses: names, by the module they come from.
fn made_public(tokens: &[TokenTree], public: &mut BTreeMap<String, String>) {
    for (at, token) in tokens.iter().enumerate() {
        if !matches!(token, TokenTree::Ident(word) if word == "use") {
            continue;
        }
        let Some(TokenTree::Ident(module)) = tokens.get(at + 1) else { continue };
        let end = tokens[at..].iter().position(is_semicolon).map_or(tokens.len(), |end| at + end);
        words(tokens[at + 2..end].iter().cloned().collect(), &mut |name| {
            public.insert(name, module.to_string());
        });
    }
}

fn words(tokens: TokenStream, found: &mut impl FnMut(String)) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => found(word.to_string()),
            TokenTree::Group(group) => words(group.stream(), found),
            _ => {}
        }
    }
}

/// The files of `#[cfg(test)] mod name;`, also under another `#[path = "..."]`.
fn test_files(source: &Source, tokens: &[TokenTree]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for at in 0..tokens.len() {
        let Some(end) = for_tests(tokens, at) else { continue };
        let item = &tokens[at..end];
        let Some(name) =
            item.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "mod"))
        else {
            continue;
        };
        let (Some(TokenTree::Ident(name)), true) =
            (item.get(name + 1), item.last().is_some_and(is_semicolon))
        else {
            continue;
        };
        let mut paths = item.iter().filter_map(|token| match token {
            TokenTree::Group(group) => {
                let attribute = group.stream().to_string();
                let path = attribute.strip_prefix("path = \"")?.strip_suffix('"')?;
                Some(source.path.with_file_name(path))
            }
            _ => None,
        });
        files.push(paths.next_back().unwrap_or_else(|| source.children.join(format!("{name}.rs"))));
    }
    files
}

/// Where an item ends that begins here and is only compiled for tests.
fn for_tests(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let attribute = |at: usize| match (tokens.get(at)?, tokens.get(at + 1)?) {
        (TokenTree::Punct(hash), TokenTree::Group(group))
            if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
        {
            Some(group.stream().to_string())
        }
        _ => None,
    };
    let mut end = at;
    let mut tests = false;
    while let Some(text) = attribute(end) {
        let condition = text.replace(' ', "");
        tests |= condition == "cfg(test)" || condition.starts_with("cfg(all(test,");
        end += 2;
    }
    if !tests {
        return None;
    }
    let last = |token: &TokenTree| {
        is_semicolon(token)
            || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    Some(tokens[end..].iter().position(last).map_or(tokens.len(), |last| end + last + 1))
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(found)) if found == word)
}

/// Whether `::` stands before, so that this is the middle of a path.
fn after_colons(tokens: &[TokenTree], at: usize) -> bool {
    at > 0 && matches!(&tokens[at - 1], TokenTree::Punct(punct) if punct.as_char() == ':')
}
