//! The pages in `docs/` say what the code does.
#![allow(clippy::unwrap_used)]

use qiyuesuo::OPTIONS;
use qiyuesuo::operation::OPERATIONS;

fn page(name: &str) -> String {
    let path = format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The cells of the rows of a page's tables.
fn rows(page: &str) -> Vec<Vec<String>> {
    let cell = |cell: &str| cell.trim().replace('`', "");
    page.lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(cell).collect())
        .collect()
}

#[test]
fn every_option_is_documented_with_its_variable() {
    for language in ["options.md", "zh/options.md"] {
        let rows = rows(&page(language));
        for info in OPTIONS {
            let row = rows.iter().find(|row| row[0] == info.name);
            let row = row.unwrap_or_else(|| panic!("{language} lacks {}", info.name));
            let variable = info.env.unwrap_or("QYS_AGENT_TOKEN");
            assert!(row[1].contains(variable), "{language}: {}: {}", info.name, row[1]);
            if language == "options.md" {
                assert_eq!(row[2], info.default, "{}", info.name);
            }
        }
    }
}

#[test]
fn every_operation_is_documented_with_its_call() {
    for language in ["operations.md", "zh/operations.md"] {
        let page = page(language);
        for info in OPERATIONS {
            let call = format!("{} {}", info.method, info.path);
            assert!(page.contains(info.name), "{language} lacks {}", info.name);
            assert!(page.replace('`', "").contains(&call), "{language} lacks {call}");
        }
    }
}
