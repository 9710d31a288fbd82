//! Misuse of secrets does not compile (SECURITY.md §8.1).

#[test]
fn misuse_of_a_secret_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/secrets/*.rs");
}
